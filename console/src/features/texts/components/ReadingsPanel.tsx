import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';
import { Facts } from '@/shared/ui/Facts';
import { Panel } from '@/shared/ui/Panel';
import { Pill, type Tone } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import type { Reading } from '../types';

const TONES: Record<string, Tone> = { done: 'good', running: 'amber' };

/** Which texts are read, by what, and how far that has come. */
export function ReadingsPanel({ reading }: { reading: Reading }) {
  const { t, i18n } = useTranslation('texts');
  const format = useFormat();
  const engine = reading.engine === 'builtin' ? t('reading.builtin') : reading.engine;
  return (
    <Panel
      title={t('reading.title')}
      note={<code>{reading.when}</code>}
      actions={
        <Pill tone={TONES[reading.status] ?? 'plain'}>
          {i18n.exists(`reading.${reading.status}`, { ns: 'texts' }) ? t(`reading.${reading.status}`) : reading.status}
        </Pill>
      }
    >
      <Facts
        facts={[
          { name: t('reading.analysed'), value: format.number(reading.analysed) },
          {
            name: t('reading.engine'),
            value: engine,
            note:
              reading.fell_back > 0 &&
              t('reading.fellBack', { count: reading.fell_back, shown: format.number(reading.fell_back) }),
          },
          {
            name: t('reading.intents'),
            value: reading.intents.length > 0 ? reading.intents.join(', ') : t('reading.general'),
          },
          { name: t('reading.updated'), value: reading.updated_at ? <When at={reading.updated_at} /> : '–' },
        ]}
      />
    </Panel>
  );
}
