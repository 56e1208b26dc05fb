/**
 * The colours of the console. Light is warm paper with ink and pine; dark is the same room at night. Text on surfaces has a
 * contrast of at least 4.5:1, measured by axe in every room.
 */
export interface Palette {
  ground: string;
  surface: string;
  raised: string;
  sunken: string;
  line: string;
  lineStrong: string;
  text: string;
  textSoft: string;
  textFaint: string;
  pine: string;
  pineHover: string;
  pineSoft: string;
  onPine: string;
  amber: string;
  amberSoft: string;
  good: string;
  goodSoft: string;
  bad: string;
  badSoft: string;
  rail: string;
  railText: string;
  railFaint: string;
  railActive: string;
  shadow: string;
}

export const light: Palette = {
  ground: '#f6f4ef',
  surface: '#fffefb',
  raised: '#ffffff',
  sunken: '#f0ede5',
  line: '#e5e0d5',
  lineStrong: '#cfc8b9',
  text: '#1d2624',
  textSoft: '#505b58',
  textFaint: '#5c6561',
  pine: '#0e5f57',
  pineHover: '#0a7468',
  pineSoft: '#e1eeea',
  onPine: '#ffffff',
  amber: '#8f5606',
  amberSoft: '#fbeed6',
  good: '#1c6e3d',
  goodSoft: '#e2f1e5',
  bad: '#a8341f',
  badSoft: '#fae6e0',
  rail: '#12302d',
  railText: '#dfe9e5',
  railFaint: '#9cb3ad',
  railActive: '#1f4a45',
  shadow: '0 1px 2px rgba(40, 34, 20, 0.05), 0 6px 20px -12px rgba(40, 34, 20, 0.18)',
};

export const dark: Palette = {
  ground: '#111514',
  surface: '#181d1c',
  raised: '#1f2524',
  sunken: '#141918',
  line: '#2a3230',
  lineStrong: '#3d4845',
  text: '#e7ebe8',
  textSoft: '#b4beba',
  textFaint: '#929d99',
  pine: '#5cc2b0',
  pineHover: '#7ad3c3',
  pineSoft: '#1c3530',
  onPine: '#08221e',
  amber: '#ecb45f',
  amberSoft: '#362a16',
  good: '#74c98b',
  goodSoft: '#1a3021',
  bad: '#f09078',
  badSoft: '#3a2019',
  rail: '#0d1a18',
  railText: '#dbe5e1',
  railFaint: '#8ea59f',
  railActive: '#1b332f',
  shadow: '0 1px 2px rgba(0, 0, 0, 0.4), 0 8px 24px -12px rgba(0, 0, 0, 0.6)',
};

/**
 * Colours of series, told apart with every common colour blindness: Okabe and Ito, "Color Universal Design" (2008), the two
 * that vanish on the ground (yellow, black) left out, deepened for light and lifted for dark.
 */
export const series = {
  light: ['#0e7c70', '#d1730a', '#3d6fc4', '#b0457f', '#4a9fce', '#8a6d1f', '#b5482a', '#69757a'],
  dark: ['#4fc3ae', '#f0a54a', '#7fa8ec', '#e08bb8', '#7fcbf0', '#cdb25e', '#ef8a68', '#9aa8ad'],
};

/** Every colour as a custom property: `--pine-soft`. */
export function properties(palette: Palette): [string, string][] {
  return Object.entries(palette).map(([name, value]) => [
    `--${name.replace(/[A-Z]/g, c => `-${c.toLowerCase()}`)}`,
    value,
  ]);
}
