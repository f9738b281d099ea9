/** A day at TechGear: conversations with different ends, by customers and agents who speak the protocol. */
export async function playTheDay({ chat, help }, [sam, jonas, amelie]) {
  await chat(['hi', 'do you ship to Norway', 'and what does express delivery cost', 'perfect, thank you!'])
  await chat(['which laptop should I buy for video editing', 'thanks, very helpful'])
  await chat(['can I pay with paypal', 'how do gift cards work'])
  await chat(['my bluetooth headphones will not pair'])
  await chat(['how long is the warranty', 'great, that is better than I thought'])
  await chat(['where can I recycle an old tablet'])

  const charged = await chat(['I was charged twice for the same order', 'please let me talk to a person'])
  await help(charged, sam, ['Hello, I see both charges. The second one goes back today.'], 'thank you so much', 5)
  const broken = await chat(['my laptop does not turn on any more', 'tried that, nothing works. I want a person'])
  await help(broken, jonas, ['Hello, let us check the charger first. Which light is on?'], 'no light at all', null)
  const money = await chat([
    'I sent my tablet back three weeks ago, where is my refund',
    'that does not help. This is ridiculous, I want my money back',
  ])
  await help(money, amelie, ['I have found your return. The refund is booked for tomorrow.'], 'finally', 3)
  const label = await chat(['I need a return label', 'I want to talk to a person'])
  await help(label, amelie, ['Here it comes by e-mail.'], null, null)
  await chat(['someone else has logged in to my account, I want to talk to a person'])
}

/** The conversation of the pictures, in a real widget: from a question to the person at `console`. */
export async function talkInWidget(page, url, console) {
  await page.goto(url)
  await page.getByRole('button', { name: /^Open the chat/ }).click()
  const log = page.getByRole('log', { name: 'Conversation' })
  const say = async (text) => {
    const field = page.getByRole('textbox', { name: 'Your message' })
    await field.fill(text)
    await field.press('Enter')
  }
  const sources = log.getByRole('link', { name: /^From: / })
  await say('where can I see how far my parcel is? The number is TG-104233')
  await sources.first().waitFor()
  await say('my order was supposed to arrive last week and it still has not come')
  // An answer or already the handoff: both show before the next message is written.
  await sources.nth(1).or(log.getByText('a person')).first().waitFor()
  await say('this is the third time I am asking. It is ridiculous, nobody helps me')
  await console.getByRole('region', { name: 'Offered to me' }).getByRole('button', { name: 'Accept' }).click()
  const reply = console.getByRole('textbox', { name: 'Reply' })
  await reply.fill('Hello, I am Lotte. Your parcel is at the depot in Utrecht; I have asked them to bring it today.')
  await reply.press('Enter')
  await log.getByText('I am Lotte').waitFor()
  await say('ok. How long does a refund take if it does not come?')
  await console.getByRole('region', { name: 'Suggested replies' }).waitFor()
}
