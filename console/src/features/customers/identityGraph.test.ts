import { expect, test } from 'vitest';

import { identityGraph } from './identityGraph';
import type { IdentityGraph } from './types';

const words = { customer: (number: number) => `No. ${number}`, events: (count: number) => `${count} events` };
const nodes = [
  { id: 1, kind: 'email', value: 'a@b', held: true, events: 2 },
  { id: 2, kind: 'phone', value: '+1', held: false, events: 1 },
] as IdentityGraph['nodes'];
const merges = [{ from: 9, into: 4, holds: false }] as IdentityGraph['merges'];

test('every identifier and every merge hangs on the customer, what holds no more is dashed', () => {
  const graph = identityGraph('Ann', { customer_id: 4, nodes, merges }, words);
  expect(graph.nodes.map(node => node.data.label)).toEqual(['No. 9', 'Ann', 'a@b · 2 events', '+1 · 1 events']);
  expect(graph.edges.map(edge => edge.dashed)).toEqual([false, true, true]);
  expect(new Set(graph.nodes.map(node => `${node.position.x} ${node.position.y}`)).size).toBe(4);
});
