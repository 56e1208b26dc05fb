import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { rolesQuery } from './api/listRoles';

/** The roles to choose from, in the words of the language. */
export function useRoleOptions() {
  const { t } = useTranslation('frame');
  const roles = useQuery(rolesQuery);
  return roles.data?.map(role => ({ value: role.name, label: t(`roles.${role.name}`) })) ?? [];
}
