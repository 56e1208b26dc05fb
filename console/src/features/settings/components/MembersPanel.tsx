import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { sessionQuery } from '@/shared/session/getSession';
import { Loaded } from '@/shared/ui/Loaded';
import { Panel } from '@/shared/ui/Panel';
import { ProblemView } from '@/shared/ui/ProblemView';

import { changeMember } from '../api/changeMember';
import { membersQuery } from '../api/listMembers';
import { renewMember } from '../api/renewMember';
import { HandOver } from './HandOver';
import { InviteForm } from './InviteForm';
import { MemberLine } from './MemberLine';
import styles from './Settings.module.css';

/** Who may sign in and as what: invite, change a role, shut out, make a new link. */
export function MembersPanel() {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  const queryClient = useQueryClient();
  const session = useQuery(sessionQuery);
  const query = useQuery(membersQuery);
  const [link, setLink] = useState<{ path: string; email: string } | null>(null);
  const again = () => queryClient.invalidateQueries({ queryKey: membersQuery.queryKey });
  const change = useMutation({
    mutationFn: ({ member, ...rest }: { member: string } & Parameters<typeof changeMember>[1]) =>
      changeMember(member, rest),
    onSuccess: () => message.success(t('members.changed')),
    onSettled: again,
  });
  const renew = useMutation({
    mutationFn: renewMember,
    onSuccess: made => setLink({ path: made.path, email: made.member.email }),
  });
  return (
    <>
      <Panel title={t('members.invite')}>
        <InviteForm
          onInvited={made => {
            setLink({ path: made.path, email: made.member.email });
            void again();
          }}
        />
      </Panel>
      <Panel flush title={t('members.title')} note={query.data && t('members.count', { count: query.data.length })}>
        {change.isError && <ProblemView error={change.error} />}
        {renew.isError && <ProblemView error={renew.error} />}
        <Loaded query={query}>
          {members => (
            <ul className={styles.list}>
              {members.map(member => (
                <MemberLine
                  key={member.id}
                  member={member}
                  self={member.id === session.data?.member.id}
                  busy={change.isPending && change.variables.member === member.id}
                  onRole={role => change.mutate({ member: member.id, role })}
                  onDisabled={disabled => change.mutate({ member: member.id, disabled })}
                  onLink={() => renew.mutate(member.id)}
                />
              ))}
            </ul>
          )}
        </Loaded>
      </Panel>
      <HandOver
        title={t('link.title', { email: link?.email })}
        secret={link && `${location.origin}${link.path}`}
        label={t('link.label')}
        onClose={() => setLink(null)}
      >
        {t('link.text')}
      </HandOver>
    </>
  );
}
