import { useComputedColorScheme } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { type OverviewReport, SENTIMENTS, type Sentiment } from '../state/wire.ts'
import { SENTIMENT_WORD, signed } from '../state/words.ts'
import { SentimentMark } from '../ui/sentiment.tsx'
import { type ChartOption, echarts } from './echarts.ts'

/** The colour of a token as it stands now, for the canvas. */
const token = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
const tokenOf = (sentiment: Sentiment) => token(`--cc-${sentiment.replace('_', '-')}`)

export function SentimentChart({
  report,
  names,
  onOpen,
}: {
  report: OverviewReport
  names: string[]
  onOpen: (index: number, sentiment?: Sentiment) => void
}) {
  const place = useRef<HTMLDivElement>(null)
  const scheme = useComputedColorScheme('light')
  const latest = useRef({ onOpen })
  latest.current = { onOpen }

  useEffect(() => {
    if (!place.current) return
    const chart = echarts.init(place.current)
    chart.on('click', ({ dataIndex, seriesIndex }) => {
      latest.current.onOpen(dataIndex, seriesIndex === undefined ? undefined : SENTIMENTS[seriesIndex])
    })
    const observer = new ResizeObserver(() => chart.resize())
    observer.observe(place.current)
    return () => {
      observer.disconnect()
      chart.dispose()
    }
  }, [])

  useEffect(() => {
    if (!place.current) return
    echarts.getInstanceByDom(place.current)?.setOption(optionFor(report, names, scheme), { notMerge: true })
  }, [report, names, scheme])

  return (
    <>
      <p className="cc-legend">
        {SENTIMENTS.map((sentiment) => (
          <SentimentMark key={sentiment} sentiment={sentiment} />
        ))}
        <span className="cc-legend__mean">Mean</span>
      </p>
      <div
        className="cc-chart"
        ref={place}
        role="img"
        aria-label="Bars of customer messages by sentiment, with a line of the mean. The table shows the same numbers and opens the conversations by keyboard."
      />
    </>
  )
}

function optionFor(report: OverviewReport, names: string[], scheme: 'light' | 'dark'): ChartOption {
  const muted = token('--cc-text-muted')
  const text = { color: muted, fontFamily: 'Inter Variable, system-ui, sans-serif', fontSize: 12 }
  const grid = { lineStyle: { color: token('--cc-border') } }
  return {
    darkMode: scheme === 'dark',
    animationDuration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 160,
    textStyle: text,
    grid: { left: 8, right: 8, top: 26, bottom: 4, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      axisPointer: { type: 'shadow' },
      backgroundColor: token('--cc-surface-raised'),
      borderColor: token('--cc-border'),
      textStyle: { ...text, color: token('--cc-text') },
      order: 'seriesDesc',
    },
    xAxis: {
      type: 'category',
      data: names,
      axisLabel: text,
      axisTick: { show: false },
      axisLine: grid,
    },
    yAxis: [
      {
        type: 'value',
        name: 'messages',
        nameTextStyle: { ...text, align: 'left' },
        axisLabel: text,
        splitLine: grid,
        minInterval: 1,
      },
      {
        type: 'value',
        name: 'mean',
        nameTextStyle: { ...text, align: 'right' },
        min: -1,
        max: 1,
        interval: 0.5,
        axisLabel: {
          ...text,
          formatter: (value: number) => (value === 0 ? '0' : signed(value).replace('0.50', '0.5').replace('1.00', '1')),
        },
        splitLine: { show: false },
      },
    ],
    series: [
      ...SENTIMENTS.map((sentiment) => ({
        type: 'bar' as const,
        stack: 'messages',
        name: SENTIMENT_WORD[sentiment],
        data: report.buckets.map((bucket) => bucket.sentiment[sentiment]),
        itemStyle: { color: tokenOf(sentiment), borderColor: token('--cc-surface'), borderWidth: 0.5 },
        barMaxWidth: 36,
        cursor: 'pointer',
      })),
      {
        type: 'line' as const,
        name: 'Mean',
        yAxisIndex: 1,
        data: report.buckets.map(({ meanSentiment }) => meanSentiment),
        lineStyle: { color: token('--cc-text'), width: 2 },
        itemStyle: { color: token('--cc-text') },
        symbolSize: 5,
        connectNulls: false,
        tooltip: { valueFormatter: (value: unknown) => (typeof value === 'number' ? signed(value) : 'none') },
      },
    ],
  }
}
