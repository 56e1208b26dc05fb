import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Users } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { CrowdDrawer, type Crowd } from '@/shared/customers/CrowdDrawer';
import type { By } from '@/shared/definitions/getFigures';
import type { Figure, Metric } from '@/shared/definitions/types';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { behindQuery } from '../api/getBehind';
import { crowdOf } from '../crowd';
import type { Part } from '../useParts';
import styles from './Metrics.module.css';

interface Props {
  metric: Metric;
  figure: Figure;
  by: By;
  /** Null: everybody. */
  part: Part | null;
}

/** What a point is made of, and the way to its customers. */
export function PointPanel({ metric, figure, by, part }: Props) {
  const { t } = useTranslation('metrics');
  const format = useFormat();
  const language = useLanguage();
  const amount = (value: number | null) => (value === null ? '–' : format.amount(value, metric.unit));
  return (
    <Panel
      title={`${part ? titled(part, language) : t('everybody')} · ${format.period(figure.period, by)}`}
      note={figure.whole ? t(`by.${by}`) : t('running')}
      actions={
        part && (
          <Link to="/customers" search={part.kind === 'stage' ? { stage: part.name } : { segment: part.name }}>
            {t('toPart')}
          </Link>
        )
      }
    >
      <dl className={styles.point}>
        <div>
          <dt>{t('value')}</dt>
          <dd>{amount(figure.value)}</dd>
        </div>
        {figure.denominator !== null && (
          <>
            <div>
              <dt>{t('numerator')}</dt>
              <dd>{amount(figure.numerator)}</dd>
            </div>
            <div>
              <dt>{t('denominator')}</dt>
              <dd>{format.number(figure.denominator)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>{t('change')}</dt>
          <dd>{figure.change === null ? '–' : format.percent(figure.change, true)}</dd>
        </div>
        <div>
          <dt>{t('customers')}</dt>
          <dd>{format.number(figure.customers)}</dd>
        </div>
      </dl>
      <Behind metric={metric} figure={figure} by={by} part={part} />
    </Panel>
  );
}

/** Those who were counted, and all who did anything: to look at, or to keep as a segment. */
function Behind({ metric, figure, by, part }: Props) {
  const { t } = useTranslation('metrics');
  const define = useMay('define');
  const [open, setOpen] = useState<Crowd | null>(null);
  const query = useQuery(behindQuery(metric.name, by, figure.period, part?.name ?? null));
  const show = (when: string) => setOpen(crowdOf(metric, figure, part, when));
  return (
    <div className={styles.behind}>
      <Loaded query={query} rows={1}>
        {({ counted, active }) => (
          <>
            {counted !== null && (
              <Button icon={<Users size={15} />} onClick={() => show(counted)}>
                {t('counted')}
              </Button>
            )}
            <Button icon={<Users size={15} />} onClick={() => show(active)}>
              {t('active')}
            </Button>
            {define && (
              <Link to="/segments/new" search={{ text: counted ?? active }}>
                {t('toSegment')}
              </Link>
            )}
          </>
        )}
      </Loaded>
      <CrowdDrawer crowd={open} onClose={() => setOpen(null)} />
    </div>
  );
}
