import { App } from 'antd';
import { useTranslation } from 'react-i18next';

/** Copies a text and says so; where the browser does not let it, that is said. */
export function useCopy(): (text: string) => Promise<void> {
  const { t } = useTranslation('settings');
  const { message } = App.useApp();
  return async text => {
    try {
      await navigator.clipboard.writeText(text);
      message.success(t('copied'));
    } catch {
      message.warning(t('copyYourself'));
    }
  };
}
