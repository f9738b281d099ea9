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

/**
 * A customer wrote in the range; the conversation never was escalated, no agent has it, had it last or spoke in it; the
 * last customer message was answered, or completed a flow, and `now` (a placeholder) is at least ten minutes later; and one answer at least
 * came from an article: a greeting returned resolves nothing. One pass over the messages, because looking them up
 * conversation by conversation took ten times as long (3.9 s against 0.3 s for 20,000 conversations).
 */
export const resolvedByAssistant = (now: string) => `
  c.owner in ('assistant', 'resolved') and c.agent_id is null
  and c.id not in (select e.conversation_id from events e where e.type = 'conversation.escalated')
  and c.id in (
    select m.conversation_id from messages m
    where m.conversation_id in (select m.conversation_id from messages m where ${CUSTOMER_MESSAGE_IN_RANGE})
      and m.kind = 'public' and m.author in ('customer', 'agent')
    group by m.conversation_id
    having bool_and(m.author = 'customer')
      and (array_agg(m.decision ->> 'kind' = 'answer' or m.decision ->> 'reason' = 'flow_completed' order by m.seq desc))[1]
      and max(m.created_at) <= ${now}::timestamptz - ${QUIET}
      and bool_or(
        m.decision ->> 'kind' = 'answer' and m.decision ->> 'reason' <> 'small_talk'
        or m.decision ->> 'reason' = 'flow_completed'
      )
  )`
