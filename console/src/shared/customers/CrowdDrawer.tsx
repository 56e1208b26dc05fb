import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { App, Button, Drawer } from 'antd';
import { useTranslation } from 'react-i18next';

import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { keepSegment } from '@/shared/definitions/keepSegment';
import { freeName } from '@/shared/definitions/withSegment';
import { useFormat } from '@/shared/format/useFormat';
import { useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { Loaded } from '@/shared/ui/Loaded';
import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';

import styles from './CrowdDrawer.module.css';
import { crowdQuery, exampleQuery } from './previewCrowd';
import { Who } from './Who';

/** Customers who have something in common, by a condition: what to call them, and the name of a segment of them. */
export interface Crowd {
  name: string;
  title: Record<string, string>;
  when: string;
}

/** Who belongs to a crowd: how many, some of them, and the way to all: its segment, kept first where there is none yet. */
export function CrowdDrawer({ crowd, onClose }: { crowd: Crowd | null; onClose: () => void }) {
  const language = useLanguage();
  return (
    <Drawer open={crowd !== null} onClose={onClose} title={crowd && titled(crowd, language)} size={440} destroyOnHidden>
      {crowd && <Members crowd={crowd} />}
    </Drawer>
  );
}

function Members({ crowd }: { crowd: Crowd }) {
  const { t } = useTranslation('shared');
  const format = useFormat();
  const language = useLanguage();
  const query = useQuery(crowdQuery(crowd.when));
  return (
    <div className={styles.crowd}>
      <Loaded query={query} rows={3}>
        {preview => (
          <>
            <div>
              <div className={styles.count}>
                {!preview.customers.exact && '≈ '}
                {t('crowd.count', { count: preview.customers.count, shown: format.number(preview.customers.count) })}
              </div>
              <div>{preview.sentence[language]}</div>
              <code className={styles.when}>{crowd.when}</code>
            </div>
            <Keep crowd={crowd} />
            {preview.examples.length > 0 && (
              <div>
                <h3 className={styles.some}>{t('crowd.some')}</h3>
                <ul className={styles.list}>
                  {preview.examples.map(customer => (
                    <Example key={customer} customer={customer} />
                  ))}
                </ul>
              </div>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}

function Example({ customer }: { customer: number }) {
  const query = useQuery(exampleQuery(customer));
  return <li>{query.data ? <Who {...query.data} /> : query.isPending ? <Waiting rows={1} /> : `#${customer}`}</li>;
}

function Keep({ crowd }: { crowd: Crowd }) {
  const { t } = useTranslation('shared');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const may = useMay('define');
  const { data } = useQuery(definitionsQuery);
  const segments = Object.values(data?.segments ?? {}) as { name: string; when?: string }[];
  const there = segments.find(segment => segment.when === crowd.when);
  const keep = useMutation({
    mutationFn: () => {
      const taken = new Set([...Object.keys(data?.segments ?? {}), ...Object.keys(data?.features ?? {})]);
      return keepSegment({ ...crowd, name: freeName(crowd.name, taken) });
    },
    onSuccess: async ({ name }) => {
      message.success(t('crowd.kept', { name }));
      await Promise.all([['definitions'], ['segments']].map(queryKey => queryClient.invalidateQueries({ queryKey })));
    },
  });
  if (there) {
    return (
      <Link to="/customers" search={{ segment: there.name }}>
        {t('crowd.all')}
      </Link>
    );
  }
  if (!may || !data) return null;
  return (
    <div>
      <Button type="primary" loading={keep.isPending} onClick={() => keep.mutate()}>
        {t('crowd.keep')}
      </Button>
      <p className={styles.hint}>{t('crowd.hint')}</p>
      {keep.isError && <ProblemView error={keep.error} />}
    </div>
  );
}
