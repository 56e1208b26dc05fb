import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { KeyRound, Languages, Moon, Plus, UserPlus, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { findCustomersQuery } from '@/features/customers/api/findCustomers';
import { bestIdentifier, called } from '@/shared/customers/called';
import { definitionsQuery } from '@/shared/definitions/getDefinitions';
import { language, useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useMay } from '@/shared/session/may';
import { useSettled } from '@/shared/store/useSettled';
import { themeChoice, useMode } from '@/shared/theme/mode';

import { useRooms } from '../useRooms';
import { fitting, type Entry } from './entries';
import { WAYS, type Way } from './ways';

/** How long typing must rest before customers are asked for, milliseconds. */
const PAUSE = 150;

/** What fits the words typed so far: rooms, acts, customers, definitions. */
export function useEntries(typed: string, open: boolean): Entry[] {
  const { t } = useTranslation('frame');
  const rooms = useRooms();
  const navigate = useNavigate();
  const speaks = useLanguage();
  const mode = useMode();
  const define = useMay('define');
  const manage = useMay('manage');
  const definitions = useQuery({ ...definitionsQuery, enabled: open });
  const sought = useSettled(typed.trim(), PAUSE);
  const customers = useQuery({ ...findCustomersQuery(sought), enabled: open && sought !== '' });
  const found = sought === typed.trim() ? customers.data : undefined;
  return useMemo(() => {
    const named = (way: Way) =>
      Object.entries(definitions.data?.[way.section] ?? {}).map(([name, definition]): Entry => ({
        id: `${way.kind}:${name}`,
        group: 'definitions',
        label: titled({ ...definition, name }, speaks),
        hint: `${t(`kinds.${way.kind}`)} · ${name}`,
        icon: way.icon,
        go: () => way.go(navigate, name),
      }));
    const entries: Entry[] = [
      ...rooms.map((room): Entry => ({
        id: room.path,
        group: 'rooms',
        label: t(room.label),
        icon: room.icon,
        go: () => void navigate({ to: room.path }),
      })),
      ...(define
        ? [
            {
              id: 'newSegment',
              group: 'acts' as const,
              label: t('acts.newSegment'),
              icon: Plus,
              go: () => void navigate({ to: '/segments/new' }),
            },
          ]
        : []),
      ...(manage
        ? [
            {
              id: 'newKey',
              group: 'acts' as const,
              label: t('acts.newKey'),
              icon: KeyRound,
              go: () => void navigate({ to: '/settings', search: { view: 'sources' } }),
            },
            {
              id: 'invite',
              group: 'acts' as const,
              label: t('acts.invite'),
              icon: UserPlus,
              go: () => void navigate({ to: '/settings', search: { view: 'members' } }),
            },
          ]
        : []),
      {
        id: 'language',
        group: 'acts',
        label: t('otherLanguage'),
        icon: Languages,
        go: () => language.set(speaks === 'en' ? 'zh' : 'en'),
      },
      {
        id: 'theme',
        group: 'acts',
        label: mode === 'dark' ? t('theme.toLight') : t('theme.toDark'),
        icon: Moon,
        go: () => themeChoice.set(mode === 'dark' ? 'light' : 'dark'),
      },
      ...(found ?? []).map((customer): Entry => ({
        id: `customer:${customer.customer_id}`,
        group: 'customers',
        label: called(customer),
        hint: bestIdentifier(customer.identifiers) ?? `#${customer.customer_id}`,
        icon: UserRound,
        go: () => void navigate({ to: '/customers/$customer', params: { customer: String(customer.customer_id) } }),
      })),
      ...WAYS.flatMap(named),
    ];
    return fitting(entries, typed);
  }, [t, rooms, navigate, speaks, mode, define, manage, definitions.data, found, typed]);
}
