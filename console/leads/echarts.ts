import { BarChart, type BarSeriesOption, LineChart, type LineSeriesOption } from 'echarts/charts'
import {
  GridComponent,
  type GridComponentOption,
  TooltipComponent,
  type TooltipComponentOption,
} from 'echarts/components'
import * as core from 'echarts/core'
import { CanvasRenderer } from 'echarts/renderers'

/** ECharts with the parts used; loaded with the leads' view only. */
core.use([BarChart, LineChart, GridComponent, TooltipComponent, CanvasRenderer])

export const echarts = core
export type ChartOption = core.ComposeOption<
  BarSeriesOption | LineSeriesOption | GridComponentOption | TooltipComponentOption
>
