import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';

/** The shape of what comes. Read aloud once, as a status. */
export function Waiting({ rows = 4 }: { rows?: number }) {
  const { t } = useTranslation('shared', { useSuspense: false });
  return (
    <div role="status" aria-label={t('waiting')}>
      <Skeleton
        active
        title={false}
        paragraph={{ rows, width: ['62%', '86%', '74%', '91%', '68%', '80%'].slice(0, rows) }}
      />
    </div>
  );
}
