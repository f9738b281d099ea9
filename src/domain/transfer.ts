/** Whom a conversation is passed on to: whoever routing finds, somebody with a skill, or one colleague. */
export type TransferTarget = 'queue' | { skill: string } | { agentId: string }

export const TRANSFER_REASONS = ['other_team', 'expertise', 'language', 'shift_ends', 'workload', 'other'] as const
/** Why an agent passes a conversation on, for colleagues and leads. */
export type TransferReason = (typeof TRANSFER_REASONS)[number]
