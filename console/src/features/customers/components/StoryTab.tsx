import type { Kind } from '../customerSearch';
import type { Names } from '../names';
import { ConsentPanel } from './ConsentPanel';
import { ScoresPanel } from './ScoresPanel';
import { SegmentsPanel } from './SegmentsPanel';
import { StagePanel } from './StagePanel';
import styles from './StoryTab.module.css';
import { TextsPanel } from './TextsPanel';
import { Timeline } from './Timeline';
import type { Profile } from '../types';

interface Props {
  profile: Profile;
  names: Names;
  kinds?: Kind[];
  onKinds: (kinds: Kind[] | undefined) => void;
}

/** What happened, and beside it where that left the customer. */
export function StoryTab({ profile, names, kinds, onKinds }: Props) {
  return (
    <div className={styles.columns}>
      <Timeline identifier={String(profile.customer_id)} names={names} kinds={kinds} onKinds={onKinds} />
      <div className={styles.side}>
        <StagePanel profile={profile} />
        <SegmentsPanel profile={profile} names={names} />
        <ScoresPanel profile={profile} names={names} />
        <TextsPanel profile={profile} names={names} />
        <ConsentPanel profile={profile} names={names} />
      </div>
    </div>
  );
}
