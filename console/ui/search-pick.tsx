import { Combobox, useCombobox } from '@mantine/core'
import { type ReactNode, useState } from 'react'

export interface PickOption {
  value: string
  label: string
  hint?: string
}

/** A button that opens a searchable list; choosing an option is the whole action. */
export function SearchPick({
  name,
  options,
  current,
  className = 'cc-plain',
  onPick,
  children,
}: {
  /** What the button does, for readers: "Correct the intent". */
  name: string
  options: PickOption[]
  current?: string | null
  className?: string
  onPick: (value: string) => void
  children: ReactNode
}) {
  const [search, setSearch] = useState('')
  const combobox = useCombobox({
    onDropdownClose: () => {
      combobox.resetSelectedOption()
      combobox.focusTarget()
      setSearch('')
    },
    onDropdownOpen: () => {
      combobox.focusSearchInput()
    },
  })
  const wanted = search.trim().toLowerCase()
  const found = options.filter(({ value, label }) => `${label} ${value}`.toLowerCase().includes(wanted))

  return (
    <Combobox
      store={combobox}
      width={260}
      position="bottom-start"
      onOptionSubmit={(value) => {
        combobox.closeDropdown()
        if (value !== current) onPick(value)
      }}
    >
      <Combobox.Target targetType="button" withAriaAttributes={false}>
        <button
          type="button"
          className={className}
          title={name}
          aria-haspopup="listbox"
          aria-expanded={combobox.dropdownOpened}
          onClick={() => combobox.toggleDropdown()}
        >
          {children}
          <span className="cc-sr">. {name}</span>
        </button>
      </Combobox.Target>
      {combobox.dropdownOpened ? (
        <Combobox.Dropdown>
          <Combobox.Search
            aria-label={name}
            placeholder="Type to search"
            value={search}
            onChange={(event) => {
              setSearch(event.currentTarget.value)
              combobox.selectFirstOption()
            }}
          />
          <Combobox.Options mah={260} className="cc-pick__options" aria-label={name}>
            {found.map(({ value, label, hint }) => (
              <Combobox.Option key={value} value={value} active={value === current} title={hint}>
                {label}
                {value === current ? <span className="cc-muted"> (now)</span> : null}
              </Combobox.Option>
            ))}
            {found.length === 0 ? <Combobox.Empty>Nothing is called that</Combobox.Empty> : null}
          </Combobox.Options>
        </Combobox.Dropdown>
      ) : null}
    </Combobox>
  )
}
