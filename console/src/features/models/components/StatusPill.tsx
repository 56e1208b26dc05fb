import { useTranslation } from 'react-i18next';

import { Pill, type Tone } from '@/shared/ui/Pill';

import type { ModelLine } from '../types';

const TONES: Record<ModelLine['status'], Tone> = { fitted: 'good', waiting: 'plain', refused: 'amber', failed: 'bad' };

/** Where a model stands, in a word. */
export function StatusPill({ status }: { status: ModelLine['status'] }) {
  const { t } = useTranslation('models');
  return <Pill tone={TONES[status]}>{t(`status.${status}`)}</Pill>;
}
