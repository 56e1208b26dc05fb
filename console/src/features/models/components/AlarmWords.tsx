import { useTranslation } from 'react-i18next';

import { Said } from '@/shared/i18n/Said';
import type { Words } from '@/shared/i18n/said';
import { Pill } from '@/shared/ui/Pill';

/** One alarm: of what kind, and its sentence as the server says it. */
export function AlarmWords({ kind, text }: { kind: string; text: Words }) {
  const { t, i18n } = useTranslation('models');
  const known = i18n.exists(`alarm.${kind}`, { ns: 'models' });
  return (
    <>
      <Pill tone={kind === 'failed' ? 'bad' : 'amber'}>{known ? t(`alarm.${kind}`) : kind}</Pill>
      <span>
        <Said words={text} />
      </span>
    </>
  );
}
