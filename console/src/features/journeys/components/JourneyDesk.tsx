import { Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { LazyFlow } from '@/shared/graph/LazyFlow';
import { useMay } from '@/shared/session/may';
import { Facts } from '@/shared/ui/Facts';
import { Panel } from '@/shared/ui/Panel';
import { Waiting } from '@/shared/ui/Waiting';

import { connected } from '../edits';
import type { Known } from '../known';
import { picture, START } from '../picture';
import type { JourneySearch } from '../search';
import type { Counts, Journey, Traffic } from '../types';
import { useDraft } from '../useDraft';
import { JourneyBar } from './JourneyBar';
import styles from './Journeys.module.css';
import { SidePanel } from './SidePanel';
import { StepsTable } from './StepsTable';
import { useUndoKeys } from './useUndoKeys';

interface DeskProps {
  name: string;
  /** As it holds, or how a new one begins. */
  held: Journey;
  /** What happens on it; null while it is new. */
  traffic: Traffic | null;
  search: JourneySearch;
  onChange: (part: Partial<JourneySearch>) => void;
  known: Known;
}

const NO_COUNTS = new Map<string, Counts>();

/** The picture or list of a journey on the left, what one does with it on the right. */
export function JourneyDesk({ name, held, traffic, search, onChange, known }: DeskProps) {
  const { t } = useTranslation('journeys');
  const format = useFormat();
  const define = useMay('define');
  const draft = useDraft(name, held);
  useUndoKeys(draft);
  const { journey } = draft;
  const counts = useMemo(
    () => (traffic ? new Map(traffic.steps.map(step => [step.name, step])) : NO_COUNTS),
    [traffic],
  );
  const drawn = useMemo(
    () => picture(journey, counts, traffic?.started ?? 0, { t, known, format }),
    [journey, counts, traffic?.started, t, known, format],
  );
  const select = (id: string | undefined) => onChange({ step: id === START ? 'start' : id, side: undefined });
  const connect = (from: string, to: string) => {
    if (from === START || to === START) return;
    draft.edit(connected(journey, from, to));
  };
  return (
    <>
      <JourneyBar draft={draft} isNew={traffic === null} known={known} search={search} onChange={onChange} />
      {traffic && (
        <Panel>
          <Facts
            facts={(['running', 'started', 'ended', 'exited'] as const).map(what => ({
              name: t(`count.${what}`),
              value: format.number(traffic[what]),
              note: t(`countNote.${what}`),
            }))}
          />
        </Panel>
      )}
      <div className={styles.columns}>
        <Panel flush>
          {search.view === 'list' ? (
            <StepsTable journey={journey} counts={counts} known={known} selected={search.step} onSelect={select} />
          ) : (
            <Suspense fallback={<Waiting rows={6} />}>
              <LazyFlow
                label={t('picture')}
                boxes={drawn.boxes}
                ways={drawn.ways}
                height="max(420px, calc(100vh - 330px))"
                selected={search.step === 'start' ? START : search.step}
                onSelect={select}
                onConnect={define ? connect : undefined}
              />
            </Suspense>
          )}
        </Panel>
        <div className={styles.side}>
          <SidePanel
            draft={draft}
            counts={counts}
            known={known}
            search={search}
            onChange={onChange}
            isNew={traffic === null}
          />
        </div>
      </div>
    </>
  );
}
