/**
 * What the figures count, as SQL, shared by the report and by the lists behind it. The expressions expect the aliases
 * `m` (messages), `e` (events) and `c` (conversations), and the range as `$1` (inclusive) and `$2` (exclusive).
 */

/** An agent's correction stands above the model's word; null when no model could read the message. */
export const SENTIMENT = 'coalesce(m.corrected_sentiment, m.sentiment)'

/** The model's score; where an agent changed the label, the level of theirs on the same scale. */
export const SCORE = `case
    when m.corrected_sentiment is null or m.corrected_sentiment = m.sentiment then m.sentiment_score::float8
    else array_position(
      array['very_negative', 'negative', 'neutral', 'positive', 'very_positive'], m.corrected_sentiment
    ) / 2.0::float8 - 1.5
  end`

export const CUSTOMER_MESSAGE_IN_RANGE = `m.author = 'customer' and m.created_at >= $1 and m.created_at < $2`
export const STARTED_IN_RANGE = 'c.created_at >= $1 and c.created_at < $2'
export const RATED_IN_RANGE = 'c.rated_at >= $1 and c.rated_at < $2'
export const ESCALATED_IN_RANGE = `e.type = 'conversation.escalated' and e.at >= $1 and e.at < $2`

/**
 * Number of the bucket `instant` falls in, from 1; `$3` is the buckets' first instants as JSON. Buckets are cut at
 * instants, so this holds when the clocks change.
 */
export const bucketOf = (instant: string) => `width_bucket(${instant}, array(
    select value::timestamptz from jsonb_array_elements_text($3::jsonb) order by 1
  ))`

/** Without a message for so long, the customer is taken to have what they came for. */
const QUIET = `interval '10 minutes'`

const ANSWERED = `m.decision_kind = 'answer' or m.decision_reason = 'flow_completed'`
const FROM_ARTICLE = `m.decision_kind = 'answer' and m.decision_reason <> 'small_talk' or m.decision_reason = 'flow_completed'`

/**
 * A customer wrote in the range; the conversation never was escalated, no agent has it, had it last or spoke in it; the
 * last customer message was answered, or completed a flow, and `now` (a placeholder) is at least ten minutes later; and one answer at least
 * came from an article: a greeting returned resolves nothing. One pass over the customers' messages since the range
 * began, in an index that has all of it; only where none of these was answered from an article, those before are asked. The
 * conditions are one value behind an `offset 0`: as `having` the planner took them for next to nothing, and looped.
 */
export const resolvedByAssistant = (now: string) => `
  c.owner in ('assistant', 'resolved') and c.agent_id is null
  and c.id in (
    select said.conversation_id from (
      select m.conversation_id,
        min(m.created_at) < $2
        and max(m.seq) = max(m.seq) filter (where ${ANSWERED})
        and max(m.created_at) <= ${now}::timestamptz - ${QUIET}
        and (
          bool_or(${FROM_ARTICLE}) or exists (
            select 1 from messages earlier
            where earlier.conversation_id = m.conversation_id and earlier.author = 'customer' and earlier.created_at < $1
              and (${FROM_ARTICLE.replaceAll('m.', 'earlier.')})
          )
        )
        and not exists (
          select 1 from events e where e.conversation_id = m.conversation_id and e.type = 'conversation.escalated'
        )
        and not exists (
          select 1 from messages agents
          where agents.conversation_id = m.conversation_id and agents.author = 'agent' and agents.kind = 'public'
        ) as is_resolved
      from messages m where m.author = 'customer' and m.created_at >= $1 group by m.conversation_id offset 0
    ) said where said.is_resolved
  )`
