import { Button, Popconfirm, Select } from 'antd';
import { Ban, Link2, Undo2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { Pill } from '@/shared/ui/Pill';
import { When } from '@/shared/ui/When';

import type { Member, RoleName } from '../types';
import { useRoleOptions } from '../useRoleOptions';
import styles from './Settings.module.css';

interface Props {
  member: Member;
  /** Whether it is who looks: one does not shut oneself out by a slip. */
  self: boolean;
  busy: boolean;
  onRole: (role: RoleName) => void;
  onDisabled: (disabled: boolean) => void;
  onLink: () => void;
}

/** A member, and what can be done about them. */
export function MemberLine({ member, self, busy, onRole, onDisabled, onLink }: Props) {
  const { t } = useTranslation('settings');
  const options = useRoleOptions();
  const out = member.disabled_at !== null;
  const called = member.name || member.email;
  return (
    <li className={out ? `${styles.item} ${styles.gone}` : styles.item}>
      <div className={styles.what}>
        <div>
          <span className={styles.name}>{called}</span> {self && <Pill tone="pine">{t('members.you')}</Pill>}{' '}
          {out && <Pill tone="bad">{t('members.out')}</Pill>}
          {!out && !member.joined && <Pill tone="amber">{t('members.invited')}</Pill>}
        </div>
        <div className={styles.faint}>
          {member.name && `${member.email} · `}
          {t('members.since')} <When at={member.created_at} />
        </div>
      </div>
      <Select
        value={member.role}
        disabled={out || busy}
        options={options}
        style={{ width: 150 }}
        aria-label={t('members.roleOf', { name: called })}
        onChange={onRole}
      />
      <div className={styles.acts}>
        {!out && (
          <Button size="small" icon={<Link2 size={14} />} onClick={onLink}>
            {member.joined ? t('members.newPassword') : t('members.newLink')}
          </Button>
        )}
        {out && (
          <Button size="small" icon={<Undo2 size={14} />} loading={busy} onClick={() => onDisabled(false)}>
            {t('members.letIn')}
          </Button>
        )}
        {!out && !self && (
          <Popconfirm
            title={t('members.shutOutAsk', { name: called })}
            description={t('members.shutOutText')}
            okText={t('members.shutOut')}
            okButtonProps={{ danger: true }}
            cancelText={t('cancel')}
            onConfirm={() => onDisabled(true)}
          >
            <Button size="small" danger icon={<Ban size={14} />} loading={busy}>
              {t('members.shutOut')}
            </Button>
          </Popconfirm>
        )}
      </div>
    </li>
  );
}
