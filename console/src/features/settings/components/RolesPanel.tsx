import { useQuery } from '@tanstack/react-query';
import { Check, Minus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';

import { rolesQuery } from '../api/listRoles';
import { PERMISSIONS } from '../permissions';
import type { RoleOf } from '../types';
import styles from './Settings.module.css';

/** What each role may do, as the server enforces it. */
export function RolesPanel() {
  const { t } = useTranslation('settings');
  const query = useQuery(rolesQuery);
  return (
    <Panel flush title={t('roles.title')} note={t('roles.note')}>
      <Loaded query={query}>{roles => <Matrix roles={roles} />}</Loaded>
    </Panel>
  );
}

function Matrix({ roles }: { roles: RoleOf[] }) {
  const { t } = useTranslation('settings');
  return (
    <div className={styles.matrix} tabIndex={0} role="region" aria-label={t('roles.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span className={styles.hidden}>{t('roles.may')}</span>
            </th>
            {roles.map(role => (
              <th scope="col" key={role.name}>
                {t(`frame:roles.${role.name}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {PERMISSIONS.map(permission => (
            <tr key={permission}>
              <th scope="row">{t(`may.${permission}`)}</th>
              {roles.map(role => {
                const may = role.may.includes(permission);
                const Icon = may ? Check : Minus;
                return (
                  <td key={role.name}>
                    <Icon size={16} className={may ? styles.yes : styles.no} aria-hidden />
                    <span className={styles.hidden}>{may ? t('roles.yes') : t('roles.no')}</span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
