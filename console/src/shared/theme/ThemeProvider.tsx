import { App as AntApp, ConfigProvider } from 'antd';
import en from 'antd/locale/en_US';
import zh from 'antd/locale/zh_CN';
import { useLayoutEffect, type ReactNode } from 'react';

import { useLanguage } from '@/shared/i18n/language';

import { antd } from './antd';
import { useMode, useStill } from './mode';
import { dark, light, properties } from './palette';

/** Gives everything below the colours, the type and the language of the controls. */
export function ThemeProvider({ children }: { children: ReactNode }) {
  const mode = useMode();
  const still = useStill();
  const language = useLanguage();
  useLayoutEffect(() => {
    const root = document.documentElement;
    for (const [name, value] of properties(mode === 'dark' ? dark : light)) root.style.setProperty(name, value);
    root.dataset.theme = mode;
    root.style.colorScheme = mode;
  }, [mode]);
  return (
    <ConfigProvider theme={antd(mode, still)} locale={language === 'zh' ? zh : en} button={{ autoInsertSpace: false }}>
      <AntApp component={false}>{children}</AntApp>
    </ConfigProvider>
  );
}
