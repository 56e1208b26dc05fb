import { createLink } from '@tanstack/react-router';
import { Button, type ButtonProps } from 'antd';
import type { Ref } from 'react';

type Props = Omit<ButtonProps, 'type'> & {
  /** The act that the page is for. The router keeps `type` to itself. */
  primary?: boolean;
  ref?: Ref<HTMLAnchorElement>;
};

/** A way to another place that looks like a button: an anchor, so that it opens in a new tab as links do. */
export const ButtonLink = createLink(function Anchor({ primary, ...props }: Props) {
  return <Button {...props} type={primary ? 'primary' : 'default'} />;
});
