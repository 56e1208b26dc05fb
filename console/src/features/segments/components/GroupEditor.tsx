import { Button, Segmented, Tooltip } from 'antd';
import { Ban, FolderPlus, Plus, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { begunCondition } from '../builder/choices';
import { group, replaced, without, type Group, type Item, type Join } from '../builder/tree';
import styles from './Builder.module.css';
import { ConditionEditor } from './ConditionEditor';
import type { Words } from './useWords';

interface Props {
  whole: Group;
  words: Words;
  onChange: (whole: Group) => void;
  /** Takes the group away; the outermost one stays. */
  onRemove?: () => void;
}

/** Conditions of which all or any must hold; any of them may be a group itself. */
export function GroupEditor({ whole, words, onChange, onRemove }: Props) {
  const { t } = useTranslation('segments');
  const add = (item: Item) => onChange({ ...whole, items: [...whole.items, item] });
  const names = [styles.group, onRemove && styles.nested, whole.not && styles.denied].filter(Boolean).join(' ');
  return (
    <div className={names} role="group" aria-label={t(whole.join === 'and' ? 'builder.allOf' : 'builder.anyOf')}>
      {(whole.items.length > 1 || onRemove || whole.not) && (
        <div className={styles.head}>
          <span>{t(whole.not ? 'builder.notIf' : 'builder.if')}</span>
          <Segmented<Join>
            size="small"
            aria-label={t('builder.join')}
            value={whole.join}
            options={[
              { value: 'and', label: t('builder.all') },
              { value: 'or', label: t('builder.any') },
            ]}
            onChange={join => onChange({ ...whole, join })}
          />
          <span>{t('builder.hold')}</span>
          <Tooltip title={t('builder.deny')}>
            <Button
              type={whole.not ? 'primary' : 'text'}
              size="small"
              icon={<Ban size={14} />}
              aria-label={t('builder.deny')}
              aria-pressed={whole.not}
              onClick={() => onChange({ ...whole, not: !whole.not })}
            />
          </Tooltip>
          {onRemove && (
            <Button
              className={styles.push}
              type="text"
              size="small"
              icon={<X size={14} />}
              aria-label={t('builder.removeGroup')}
              onClick={onRemove}
            />
          )}
        </div>
      )}
      {whole.items.length === 0 && <p className={styles.nobody}>{t('builder.everybody')}</p>}
      <ul className={styles.items}>
        {whole.items.map((item, place) => (
          <li key={place} data-join={t(`builder.${whole.join}`)}>
            {item.kind === 'group' ? (
              <GroupEditor
                whole={item}
                words={words}
                onChange={changed => onChange(replaced(whole, place, changed))}
                onRemove={() => onChange(without(whole, place))}
              />
            ) : (
              <ConditionEditor
                item={item}
                words={words}
                onChange={changed => onChange(replaced(whole, place, changed))}
                onRemove={() => onChange(without(whole, place))}
              />
            )}
          </li>
        ))}
      </ul>
      <div className={styles.add}>
        <Button size="small" icon={<Plus size={14} />} onClick={() => add(begunCondition(words.known))}>
          {t('builder.addCondition')}
        </Button>
        <Button
          size="small"
          type="text"
          icon={<FolderPlus size={14} />}
          onClick={() => add(group([begunCondition(words.known)], whole.join === 'and' ? 'or' : 'and'))}
        >
          {t('builder.addGroup')}
        </Button>
      </div>
    </div>
  );
}
