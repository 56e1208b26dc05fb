import { Tooltip } from 'antd';
import { useState } from 'react';

import { useFormat } from '@/shared/format/useFormat';

/** How long ago; the instant itself on hover and in print. */
export function When({ at, now }: { at: string; now?: number }) {
  const format = useFormat();
  const [drawn] = useState(() => Date.now());
  return (
    <Tooltip title={format.instant(at)}>
      <time dateTime={at}>{format.ago(at, now ?? drawn)}</time>
    </Tooltip>
  );
}
