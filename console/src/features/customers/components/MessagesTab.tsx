import type { Names } from '../names';
import type { Profile } from '../types';
import { DecisionsPanel } from './DecisionsPanel';
import { MessagesPanel } from './MessagesPanel';
import layout from './StoryTab.module.css';

/** What we said to this customer and showed them, and why. */
export function MessagesTab({ profile, names }: { profile: Profile; names: Names }) {
  return (
    <div className={layout.columns}>
      <MessagesPanel profile={profile} names={names} />
      <DecisionsPanel profile={profile} names={names} />
    </div>
  );
}
