import { isMap, isSeq, parseDocument, type Document } from 'yaml';

/** The definitions with these personal names instead of the ones so far; all else stays as it stands. */
export function withPersonalNames(yaml: string, names: string[]): string {
  const document: Document = parseDocument(yaml);
  if (!isMap(document.contents)) document.contents = document.createNode({});
  if (names.length > 0) document.setIn(['workspace', 'personal'], document.createNode(names));
  else if (document.hasIn(['workspace', 'personal'])) document.deleteIn(['workspace', 'personal']);
  const list = document.getIn(['workspace', 'personal']);
  if (isSeq(list)) list.flow = true;
  return document.toString({ lineWidth: 0 });
}

/** The same name in two spellings is one: the house looks at neither case nor separators. */
export function plain(name: string): string {
  return name.replace(/[\s_.-]/g, '').toLowerCase();
}

/** Names as typed, without repeats and without what is built in anyway. */
export function fresh(names: string[], builtIn: string[]): string[] {
  const seen = new Set(builtIn.map(plain));
  return names
    .map(name => name.trim())
    .filter(name => {
      if (!plain(name) || seen.has(plain(name))) return false;
      seen.add(plain(name));
      return true;
    });
}
