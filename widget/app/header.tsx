import type { CustomerConversation } from '../../src/protocol/customer.ts'
import type { WidgetConfig } from '../shell.ts'
import { Icon, MarkIcon } from './icons.tsx'
import { assistantName } from './names.ts'

interface HeaderProps {
  titleId: string
  config: WidgetConfig
  conversation: CustomerConversation | null
  close: () => void
}

/** Says who answers. Never leaves open whether that is a person. */
export function Header({ titleId, config, conversation, close }: HeaderProps) {
  const { avatar, title, note } = whoAnswers(config, conversation)
  return (
    <div class="header">
      <span class="avatar">{avatar}</span>
      <div class="who" aria-live="polite" aria-atomic="true">
        <h2 id={titleId}>{title}</h2>
        <p>{note}</p>
      </div>
      <button type="button" class="icon-button" aria-label="Close the chat" onClick={close}>
        <Icon name="down" />
      </button>
    </div>
  )
}

function whoAnswers({ name }: WidgetConfig, conversation: CustomerConversation | null) {
  const company = name === '' ? 'customer service' : `${name} customer service`
  switch (conversation?.handledBy) {
    case 'queue':
      return {
        avatar: <Icon name="queue" />,
        title: 'Waiting for a person',
        note: conversation.queuePosition === null ? `From ${company}` : `You are number ${conversation.queuePosition}`,
      }
    case 'agent': {
      const agentName = conversation.agentName ?? 'A person'
      return {
        avatar: agentName.slice(0, 1).toUpperCase(),
        title: agentName,
        note: name === '' ? 'A person answers' : `A person at ${name}`,
      }
    }
    case 'nobody':
      return { avatar: <MarkIcon />, title: name === '' ? 'Chat' : name, note: 'This conversation is resolved' }
    default:
      return { avatar: <MarkIcon />, title: assistantName(name), note: 'Answers are automated' }
  }
}
