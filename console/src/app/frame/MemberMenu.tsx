import { useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { App, Button, Dropdown } from 'antd';
import { CircleUserRound, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { endSession } from '@/features/session/api/endSession';
import { sessionQuery } from '@/shared/session/getSession';
import { useCause } from '@/shared/api/useCause';

/** The workspace that one signs in to without naming it. */
const MAIN = 'main';

/** Where and as whom one is signed in, and the way out. */
export function MemberMenu() {
  const { t } = useTranslation('frame');
  const { message } = App.useApp();
  const cause = useCause();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const leave = useMutation({
    mutationFn: async () => {
      await queryClient.cancelQueries(); // nobody is to be told off for asking a moment too late
      await endSession();
    },
    onSuccess: () =>
      navigate({ to: '/sign-in', search: session.workspace === MAIN ? {} : { workspace: session.workspace } }),
    onError: error => message.error(cause(error)),
  });
  const items = [
    { key: 'where', label: session.title, disabled: true },
    { key: 'who', label: `${session.member.email} · ${t(`roles.${session.member.role}`)}`, disabled: true },
    { type: 'divider' as const },
    { key: 'leave', icon: <LogOut size={15} />, label: t('signOut'), onClick: () => leave.mutate() },
  ];
  return (
    <Dropdown placement="bottomRight" trigger={['click']} menu={{ items }}>
      <Button
        type="text"
        icon={<CircleUserRound size={18} />}
        aria-label={t('member', { name: session.member.name })}
        data-testid="member"
      />
    </Dropdown>
  );
}
