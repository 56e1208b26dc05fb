import { theme, type ThemeConfig } from 'antd';

import type { Mode } from './mode';
import { dark, light } from './palette';

export const FONT =
  "'Inter Variable', 'PingFang SC', 'Hiragino Sans GB', 'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', system-ui, sans-serif";
const MONO =
  "'SF Mono', 'Cascadia Code', 'JetBrains Mono', Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono CJK SC', monospace";

/** Our palette in the words of Ant Design: denser, flatter, with our own ink. `still`: nothing moves. */
export function antd(mode: Mode, still: boolean): ThemeConfig {
  const p = mode === 'dark' ? dark : light;
  return {
    algorithm: mode === 'dark' ? theme.darkAlgorithm : theme.defaultAlgorithm,
    token: {
      colorPrimary: p.pine,
      colorInfo: p.pine,
      colorLink: p.pine,
      colorLinkHover: p.pineHover,
      colorSuccess: p.good,
      colorWarning: p.amber,
      colorError: p.bad,
      colorBgLayout: p.ground,
      colorBgContainer: p.surface,
      colorBgElevated: p.raised,
      colorBorder: p.lineStrong,
      colorBorderSecondary: p.line,
      colorSplit: p.line,
      colorText: p.text,
      colorTextSecondary: p.textSoft,
      colorTextTertiary: p.textFaint,
      colorTextDescription: p.textFaint,
      colorTextPlaceholder: p.textFaint,
      colorTextLightSolid: p.onPine,
      fontFamily: FONT,
      fontFamilyCode: MONO,
      fontSize: 14,
      borderRadius: 7,
      borderRadiusLG: 10,
      borderRadiusSM: 5,
      controlHeight: 32,
      controlHeightSM: 26,
      controlHeightLG: 40,
      motionDurationMid: '0.14s',
      motionDurationSlow: '0.2s',
      wireframe: false,
      motion: !still,
    },
    components: {
      Button: { fontWeight: 500, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: { headerBg: p.surface, headerColor: p.textFaint, headerSplitColor: 'transparent', rowHoverBg: p.sunken },
      Tabs: { horizontalItemGutter: 22 },
      Segmented: { trackBg: p.sunken, itemSelectedBg: p.raised },
      Tag: { defaultBg: p.sunken, defaultColor: p.textSoft },
      Tooltip: { colorBgSpotlight: p.rail, colorTextLightSolid: p.railText },
    },
  };
}
