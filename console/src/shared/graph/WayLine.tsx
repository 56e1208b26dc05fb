import { BaseEdge, getSmoothStepPath, type EdgeProps } from '@xyflow/react';

import { GAP } from './layered';

/** A way between two boxes; one that passes layers goes around their boxes, at the x that the layout kept free for it. */
export function WayLine({ data, label, style, markerEnd, ...ends }: EdgeProps) {
  const pass = data?.pass as number | undefined;
  const look = { label, style, markerEnd };
  if (pass === undefined) {
    const [path, labelX, labelY] = getSmoothStepPath(ends);
    return <BaseEdge path={path} labelX={labelX} labelY={labelY} {...look} />;
  }
  const { sourceX, sourceY, targetX, targetY, ...sides } = ends;
  const middle = (sourceY + targetY) / 2;
  const [out, labelX, labelY] = getSmoothStepPath({
    ...sides,
    sourceX,
    sourceY,
    targetX: pass,
    targetY: middle,
    centerY: sourceY + GAP / 2,
  });
  const [back] = getSmoothStepPath({
    ...sides,
    sourceX: pass,
    sourceY: middle,
    targetX,
    targetY,
    centerY: targetY - GAP / 2,
  });
  return <BaseEdge path={`${out} ${back}`} labelX={labelX} labelY={labelY} {...look} />;
}
