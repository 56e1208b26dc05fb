import { Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

import { useFormat } from '@/shared/format/useFormat';

import type { Estimate } from '../api/previewSegment';
import styles from './Preview.module.css';

/** A number of customers; where not all were judged, with how far it may be off. */
export function Estimated({ estimate, sign = '' }: { estimate: Estimate; sign?: string }) {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const count = format.number(estimate.count);
  if (estimate.exact) return <>{estimate.count > 0 ? `${sign}${count}` : count}</>;
  const off = Math.max(estimate.high - estimate.count, estimate.count - estimate.low);
  return (
    <Tooltip title={t('preview.between', { low: format.number(estimate.low), high: format.number(estimate.high) })}>
      <span>
        {sign}
        {count} <span className={styles.off}>± {format.number(off)}</span>
      </span>
    </Tooltip>
  );
}
