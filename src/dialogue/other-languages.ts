import type { Understanding } from '../domain/index.ts'

/** "I can only answer in English. Your message goes to a person, who sees everything written here." */
const SENTENCES: Record<string, string> = {
  ar: 'لا أستطيع الرد إلا بالإنجليزية. ستصل رسالتك إلى أحد موظفينا، وسيرى كل ما كُتب هنا.',
  cs: 'Umím odpovídat jen anglicky. Vaši zprávu předávám člověku, který uvidí vše, co je zde napsáno.',
  da: 'Jeg kan kun svare på engelsk. Din besked går videre til et menneske, som kan se alt, hvad der står her.',
  de: 'Ich kann nur auf Englisch antworten. Ihre Nachricht geht an einen Menschen, der alles sieht, was hier steht.',
  el: 'Μπορώ να απαντήσω μόνο στα αγγλικά. Το μήνυμά σας πηγαίνει σε άνθρωπο, που βλέπει όλα όσα γράφτηκαν εδώ.',
  es: 'Solo puedo responder en inglés. Su mensaje pasa a una persona, que ve todo lo que está escrito aquí.',
  fi: 'Osaan vastata vain englanniksi. Viestisi siirtyy ihmiselle, joka näkee kaiken, mitä tähän on kirjoitettu.',
  fr: 'Je ne peux répondre qu’en anglais. Votre message est transmis à une personne, qui voit tout ce qui est écrit ici.',
  he: 'אני יכול לענות רק באנגלית. ההודעה שלך מועברת לנציג אנושי, שרואה את כל מה שנכתב כאן.',
  hu: 'Csak angolul tudok válaszolni. Az üzenetét átadom egy munkatársnak, aki mindent lát, ami itt olvasható.',
  it: 'Posso rispondere solo in inglese. Il suo messaggio passa a una persona, che vede tutto ciò che è scritto qui.',
  ja: '英語でのみお答えできます。メッセージは担当者に引き継がれ、担当者はここに書かれた内容をすべて確認できます。',
  ko: '저는 영어로만 답변할 수 있습니다. 메시지는 담당자에게 전달되며, 담당자는 여기에 적힌 내용을 모두 볼 수 있습니다.',
  nl: 'Ik kan alleen in het Engels antwoorden. Uw bericht gaat naar een medewerker, die alles ziet wat hier staat.',
  no: 'Jeg kan bare svare på engelsk. Meldingen din går videre til et menneske, som ser alt som står her.',
  pl: 'Mogę odpowiadać tylko po angielsku. Wiadomość trafi do człowieka, który widzi wszystko, co tu napisano.',
  pt: 'Só posso responder em inglês. A sua mensagem passa para uma pessoa, que vê tudo o que está escrito aqui.',
  ro: 'Pot răspunde doar în engleză. Mesajul dumneavoastră ajunge la o persoană, care vede tot ce este scris aici.',
  ru: 'Я могу отвечать только по-английски. Ваше сообщение получит человек, который видит всё, что здесь написано.',
  sv: 'Jag kan bara svara på engelska. Ditt meddelande går vidare till en människa, som ser allt som står här.',
  tr: 'Yalnızca İngilizce yanıt verebiliyorum. Mesajınız, burada yazılan her şeyi gören bir çalışana iletiliyor.',
  uk: 'Я можу відповідати лише англійською. Ваше повідомлення отримає людина, яка бачить усе, що тут написано.',
  zh: '我只能用英语回答。您的留言会转交给工作人员，对方可以看到这里的全部内容。',
}

/** Said to somebody who writes in `language` (ISO 639-1) that a person takes over; undefined where we have no words. */
export const sayInOwnLanguage = (language: string): string | undefined => SENTENCES[language]

/** Written in a language that the models are not made for. Articles in it would change nothing: no question is read. */
export const isUncovered = ({ language: { code } }: Understanding) => code !== 'en' && code !== 'unknown'
