import { useTranslation } from 'react-i18next';

import { Empty } from '@/shared/ui/Empty';
import { Panel } from '@/shared/ui/Panel';

import type { Known } from '../known';
import type { JourneySearch } from '../search';
import type { Counts } from '../types';
import type { Draft } from '../useDraft';
import { PastPanel } from './PastPanel';
import { StartPanel } from './StartPanel';
import { StepPanel } from './StepPanel';
import { TryPanel } from './TryPanel';
import { VersionsPanel } from './VersionsPanel';

interface Props {
  draft: Draft;
  counts: Map<string, Counts>;
  known: Known;
  search: JourneySearch;
  onChange: (part: Partial<JourneySearch>) => void;
  isNew: boolean;
}

/** Beside the picture: the step that is open, a trial, a dry run, or the versions. */
export function SidePanel({ draft, counts, known, search, onChange, isNew }: Props) {
  const { t } = useTranslation('journeys');
  const { journey } = draft;
  const drafted = draft.dirty || isNew ? journey : null;
  if (search.side === 'try') {
    const tried = (customer: string) => onChange({ customer });
    return (
      <TryPanel name={journey.name} drafted={drafted} known={known} customer={search.customer} onCustomer={tried} />
    );
  }
  if (search.side === 'past') return <PastPanel name={journey.name} drafted={drafted} known={known} />;
  if (search.side === 'versions') return <VersionsPanel draft={draft} known={known} />;
  if (search.step === 'start') return <StartPanel draft={draft} known={known} />;
  const step = journey.steps.find(one => one.name === search.step);
  if (step) {
    return (
      <StepPanel
        draft={draft}
        step={step}
        counts={counts.get(step.name)}
        known={known}
        onOpen={name => onChange({ step: name })}
      />
    );
  }
  return (
    <Panel>
      <Empty title={t('choose.title')} text={t('choose.text')} />
    </Panel>
  );
}
