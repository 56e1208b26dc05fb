import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { ProblemView } from '@/shared/ui/ProblemView';
import { Waiting } from '@/shared/ui/Waiting';

import { followLink } from '../api/followLink';
import { OwnerForm } from '../components/OwnerForm';
import { Threshold } from '../components/Threshold';

/** Follows a link that works once. The secret stands behind the `#`, so no server logs it, and leaves the address at once. */
export function LinkPage() {
  const { t } = useTranslation('session');
  const router = useRouter();
  const queryClient = useQueryClient();
  const [token] = useState(() => location.hash.slice(1));
  const begun = useRef(false);
  const enter = () => {
    queryClient.clear();
    void router.navigate({ to: '/', replace: true });
  };
  const { mutate, ...follow } = useMutation({
    mutationFn: followLink,
    onSuccess: followed => followed.kind === 'enter' && enter(),
  });
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    history.replaceState(history.state, '', location.pathname);
    mutate(token);
  }, [mutate, token]);
  const kind = follow.data?.kind;
  if (kind === 'setup') {
    return (
      <Threshold title={t('setUp.title')} lead={t('setUp.lead')}>
        <OwnerForm token={token} kind="setup" onDone={enter} />
      </Threshold>
    );
  }
  if (kind === 'join') {
    return (
      <Threshold title={t('join.title')} lead={t('join.lead', { email: follow.data?.email })}>
        <OwnerForm token={token} kind="join" name={follow.data?.name} onDone={enter} />
      </Threshold>
    );
  }
  return (
    <Threshold title={t('link.title')} lead={t('link.lead')}>
      {follow.isError ? <ProblemView error={follow.error} /> : <Waiting rows={3} />}
    </Threshold>
  );
}
