import { SegmentedControl } from '@mantine/core'
import { PRESETS, type Preset, type RangeChoice } from '../state/ranges.ts'

const PRESET_WORD: Record<Preset, string> = { today: 'Today', '7': '7 days', '30': '30 days', custom: 'Custom' }

export function RangePicker({ choice, onChange }: { choice: RangeChoice; onChange: (choice: RangeChoice) => void }) {
  function choosePreset(value: string): void {
    const preset = PRESETS.find((one) => one === value) ?? '7'
    // One day in one bar says nothing; a month in hours says too much.
    const bucket = preset === 'today' ? 'hour' : preset === '30' ? 'day' : choice.bucket
    onChange({ ...choice, preset, bucket })
  }
  return (
    <div className="cc-range">
      {choice.preset === 'custom' ? (
        <span className="cc-range__days">
          <label>
            From
            <input
              type="date"
              value={choice.fromDay}
              onChange={(event) => onChange({ ...choice, fromDay: event.currentTarget.value })}
            />
          </label>
          <label>
            to
            <input
              type="date"
              value={choice.toDay}
              onChange={(event) => onChange({ ...choice, toDay: event.currentTarget.value })}
            />
          </label>
        </span>
      ) : null}
      <SegmentedControl
        size="xs"
        aria-label="Range"
        data={PRESETS.map((value) => ({ value, label: PRESET_WORD[value] }))}
        value={choice.preset}
        onChange={choosePreset}
      />
      <SegmentedControl
        size="xs"
        aria-label="Each bar is"
        data={[
          { value: 'hour', label: 'By hour' },
          { value: 'day', label: 'By day' },
        ]}
        value={choice.bucket}
        onChange={(value) => onChange({ ...choice, bucket: value === 'hour' ? 'hour' : 'day' })}
      />
    </div>
  )
}
