export const CLIENTS = ['curl', 'browser', 'node', 'python', 'rudder'] as const;
export type Client = (typeof CLIENTS)[number];

/** What stands in a snippet where the key is not known: the house keeps no secrets, so it cannot show them again. */
export const UNKNOWN_KEY = 'WRITE_KEY';

/** How a client sends its first two events to this house: ready to paste. */
export function snippet(client: Client, origin: string, key: string): string {
  const { host, protocol } = new URL(origin);
  return SNIPPETS[client]({ origin, host, protocol: protocol.replace(':', ''), key });
}

/** The package that has to be installed first, as the command that does it. */
export const INSTALL: Record<Client, string> = {
  curl: '',
  browser: 'npm install @segment/analytics-next',
  node: 'npm install @segment/analytics-node',
  python: 'pip install segment-analytics-python',
  rudder: 'pip install rudder-sdk-python',
};

interface Place {
  origin: string;
  host: string;
  protocol: string;
  key: string;
}

const SNIPPETS: Record<Client, (place: Place) => string> = {
  curl: ({ origin, key }) => `curl -u '${key}:' -H 'Content-Type: application/json' '${origin}/v1/batch' -d '{
  "batch": [
    {"type": "identify", "userId": "ann", "traits": {"name": "Ann", "email": "ann@example.com"}},
    {"type": "track", "userId": "ann", "event": "Order Completed", "properties": {"total": 240}}
  ]
}'`,
  browser: ({ origin, host, protocol, key }) => `import { AnalyticsBrowser } from '@segment/analytics-next'

const analytics = AnalyticsBrowser.load(
  { writeKey: '${key}', cdnURL: '${origin}' },
  { integrations: { 'Segment.io': { apiHost: '${host}/v1', protocol: '${protocol}' } } },
)
analytics.identify('ann', { name: 'Ann', email: 'ann@example.com' })
analytics.track('Order Completed', { total: 240 })`,
  node: ({ origin, key }) => `import { Analytics } from '@segment/analytics-node'

const analytics = new Analytics({ writeKey: '${key}', host: '${origin}' })
analytics.identify({ userId: 'ann', traits: { name: 'Ann', email: 'ann@example.com' } })
analytics.track({ userId: 'ann', event: 'Order Completed', properties: { total: 240 } })
await analytics.closeAndFlush()`,
  python: ({ origin, key }) => `from segment.analytics.client import Client

analytics = Client("${key}", host="${origin}")
analytics.identify("ann", {"name": "Ann", "email": "ann@example.com"})
analytics.track("ann", "Order Completed", {"total": 240})
analytics.join()`,
  rudder: ({ origin, key }) => `from rudderstack.analytics.client import Client

analytics = Client("${key}", host="${origin}")
analytics.identify("ann", {"name": "Ann", "email": "ann@example.com"})
analytics.track("ann", "Order Completed", {"total": 240})
analytics.join()`,
};
