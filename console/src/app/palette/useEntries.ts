import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ChartLine, Languages, Layers, Moon, UserRound } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { findCustomersQuery } from '@/features/customers/api/findCustomers';
import { bestIdentifier, called } from '@/shared/customers/called';
import { definitionsQuery, type Named } from '@/shared/definitions/getDefinitions';
import { language, useLanguage } from '@/shared/i18n/language';
import { titled } from '@/shared/i18n/titled';
import { useSettled } from '@/shared/store/useSettled';
import { themeChoice, useMode } from '@/shared/theme/mode';

import { ROOMS } from '../rooms';
import { fitting, type Entry } from './entries';

/** How long typing must rest before customers are asked for, milliseconds. */
const PAUSE = 150;

/** What fits the words typed so far: rooms, acts, customers, definitions. */
export function useEntries(typed: string, open: boolean): Entry[] {
  const { t } = useTranslation('frame');
  const navigate = useNavigate();
  const speaks = useLanguage();
  const mode = useMode();
  const definitions = useQuery({ ...definitionsQuery, enabled: open });
  const sought = useSettled(typed.trim(), PAUSE);
  const customers = useQuery({ ...findCustomersQuery(sought), enabled: open && sought !== '' });
  const found = sought === typed.trim() ? customers.data : undefined;
  return useMemo(() => {
    const named = (
      table: Record<string, Named> | undefined,
      kind: string,
      hint: string,
      icon: Entry['icon'],
      go: (name: string) => void,
    ) =>
      Object.entries(table ?? {}).map(([name, definition]): Entry => ({
        id: `${kind}:${name}`,
        group: 'definitions',
        label: titled({ ...definition, name }, speaks),
        hint: `${hint} · ${name}`,
        icon,
        go: () => go(name),
      }));
    const entries: Entry[] = [
      ...ROOMS.map((room): Entry => ({
        id: room.path,
        group: 'rooms',
        label: t(room.label),
        icon: room.icon,
        go: () => void navigate({ to: room.path }),
      })),
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
      ...named(
        definitions.data?.segments,
        'segment',
        t('kinds.segment'),
        Layers,
        segment => void navigate({ to: '/customers', search: { segment } }),
      ),
      ...named(
        definitions.data?.metrics,
        'metric',
        t('kinds.metric'),
        ChartLine,
        metric => void navigate({ to: '/figures', search: { metric } }),
      ),
    ];
    return fitting(entries, typed);
  }, [t, navigate, speaks, mode, definitions.data, found, typed]);
}
