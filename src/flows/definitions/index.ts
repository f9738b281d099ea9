import type { FlowName } from '../../domain/index.ts'
import type { FlowDefinition } from '../flow.ts'
import { cancelOrder } from './cancel-order.ts'
import { changeAddress } from './change-address.ts'
import { damagedItem } from './damaged-item.ts'
import { orderStatus } from './order-status.ts'
import { resetPassword } from './reset-password.ts'
import { returnOrder } from './return-order.ts'
import { talkToSales } from './talk-to-sales.ts'

export const FLOWS: Record<FlowName, FlowDefinition> = {
  order_status: orderStatus,
  cancel_order: cancelOrder,
  return_order: returnOrder,
  change_address: changeAddress,
  damaged_item: damagedItem,
  reset_password: resetPassword,
  talk_to_sales: talkToSales,
}
