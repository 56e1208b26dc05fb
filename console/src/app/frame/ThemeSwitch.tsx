import { Button, Dropdown } from 'antd';
import { Monitor, Moon, Sun } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useStored } from '@/shared/store/stored';
import { themeChoice, useMode, type Choice } from '@/shared/theme/mode';

const ICONS = { system: Monitor, light: Sun, dark: Moon };

/** Light, dark, or as the machine is set. */
export function ThemeSwitch() {
  const { t } = useTranslation('frame');
  const choice = useStored(themeChoice);
  const Icon = ICONS[useMode()];
  const items = (['system', 'light', 'dark'] as const).map(key => {
    const Each = ICONS[key];
    return { key, icon: <Each size={15} />, label: t(`theme.${key}`) };
  });
  return (
    <Dropdown
      placement="bottomRight"
      trigger={['click']}
      menu={{ items, selectable: true, selectedKeys: [choice], onClick: ({ key }) => themeChoice.set(key as Choice) }}
    >
      <Button type="text" icon={<Icon size={17} />} aria-label={t('theme.choose')} data-testid="theme" />
    </Dropdown>
  );
}
