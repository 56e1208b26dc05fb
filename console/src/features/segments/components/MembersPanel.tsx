import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Who } from '@/shared/customers/Who';
import { useFormat } from '@/shared/format/useFormat';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { membersQuery } from '../api/listMembers';
import styles from './Segments.module.css';

/** Some of the members, those seen last, and the way to all. */
export function MembersPanel({ name, customers }: { name: string; customers: number }) {
  const { t } = useTranslation('segments');
  const format = useFormat();
  const query = useQuery(membersQuery(name));
  return (
    <Panel
      title={t('members.title')}
      note={t('members.note')}
      actions={
        <Link to="/customers" search={{ segment: name }}>
          {t('members.all', { count: customers, shown: format.number(customers) })}
        </Link>
      }
    >
      <Loaded query={query} rows={4}>
        {found =>
          found.customers.length === 0 ? (
            <p className={styles.faint}>{t('members.none')}</p>
          ) : (
            <ul className={styles.list}>
              {found.customers.map(one => (
                <li key={one.customer_id}>
                  <Who customer_id={one.customer_id} identifiers={one.identifiers} traits={traits(one.values)} />
                </li>
              ))}
            </ul>
          )
        }
      </Loaded>
    </Panel>
  );
}

/** The traits among the values of a line. */
function traits(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name.replace(/^traits\./, ''), value]));
}
