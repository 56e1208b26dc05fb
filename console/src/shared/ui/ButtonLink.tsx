import { createLink } from '@tanstack/react-router';
import { Button, type ButtonProps } from 'antd';
import type { Ref } from 'react';

/** A way to another place that looks like a button: an anchor, so that it opens in a new tab as links do. */
export const ButtonLink = createLink(function Anchor(props: ButtonProps & { ref?: Ref<HTMLAnchorElement> }) {
  return <Button {...props} />;
});
