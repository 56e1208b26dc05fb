import { useTranslation } from 'react-i18next';

import { Pill } from '@/shared/ui/Pill';

/** One alarm: of what kind, and its sentence as the server says it. */
export function AlarmWords({ kind, text }: { kind: string; text: string }) {
  const { t, i18n } = useTranslation('models');
  const known = i18n.exists(`alarm.${kind}`, { ns: 'models' });
  return (
    <>
      <Pill tone={kind === 'failed' ? 'bad' : 'amber'}>{known ? t(`alarm.${kind}`) : kind}</Pill>
      <span lang="en">{text}</span>
    </>
  );
}
