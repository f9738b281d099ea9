/**
 * What customers write most in other languages: words of service and small words. A `telling` word is read as nothing else
 * in English, not even as a typing error or a name; a `small` one may be, and counts only beside others. Words that several
 * languages share stand with each. Written as people write them; marks and capitals do not matter.
 */
export interface LanguageWords {
  telling: string
  small: string
}

export const LANGUAGE_WORDS: Readonly<Record<string, LanguageWords>> = {
  de: {
    telling: `zurück bestellung bestellungen bestellt bestellnummer rechnung rechnungen lieferung liefern geliefert lieferzeit
      versand versandkosten rückgabe rücksendung zurückgeben zurückschicken umtausch umtauschen erstattung
      rückerstattung paket sendung sendungsnummer stornieren stornierung kündigen widerruf widerrufen bezahlen bezahlt
      bezahlung zahlung kaputt defekt beschädigt hilfe helfen danke dankeschön bitte guten morgen abend servus tschüss
      nein wann warum wieso wie wohin mitarbeiter mensch kundenservice kundendienst beschwerde passwort vergessen
      anmelden konto adresse ändern garantie gutschein verspätet angekommen noch nicht kein keine meine ich möchte
      haben funktioniert geht öffnungszeiten verfügbar größe ladegerät kopfhörer gutschrift frage sprechen deutsch
      wirklich sofort karte gesperrt sperren kontostand überweisung abgebucht abbuchung flug koffer gepäck frühstück
      buchung gebucht buchen umbuchen vertrag rückruf störung gestern heute seit wurde stunden fahrer zweimal doppelt
      ausgefallen`,
    small: `schön schönen wo ist das der die und mit ein eine mir es zu von für auf wer was bin hat order status code tag
      reparatur retoure artikel service geld hallo mein essen zimmer immer`,
  },
  nl: {
    telling: `sturen stuur bestelling bestellingen besteld bestelnummer factuur rekening levering leveren geleverd bezorging
      bezorgd bezorgen levertijd verzendkosten verzending retourneren terugsturen terugbetaling terugbetalen geld
      pakket pakketje zending annuleren annulering opzeggen betaling betalen betaald kapot beschadigd hulp helpen
      bedankt dankjewel dankuwel alstublieft alsjeblieft goedemorgen goedemiddag goedenavond goedendag hoi doei
      wanneer waarom medewerker klantenservice klacht wachtwoord vergeten inloggen adres wijzigen garantie kadobon
      cadeaubon vertraagd aangekomen nog niet geen mijn ik graag werkt openingstijden beschikbaar oplader koptelefoon
      vraag spreken nederlands meteen omruilen geblokkeerd blokkeren saldo overschrijving afgeschreven vlucht koffer
      bagage kamer ontbijt boeking geboekt boeken abonnement storing gisteren morgen vandaag sinds altijd uur eten
      bezorger koerier tweemaal dubbel geannuleerd antwoord gekregen`,
    small: `dank je wel jullie is het een de en van voor op te met mij dat wie wat kan order status code retour account
      reparatie artikel service stuk hallo nee waar hoe mens ruilen pas contract`,
  },
  fr: {
    telling: `commande commandes commandé facture factures livraison livré livrer délai retourner renvoyer renvoi
      remboursement rembourser remboursé argent colis paquet suivi annuler résilier paiement payé cassé cassée abîmé
      endommagé défectueux merci beaucoup bonjour bonsoir salut coucou oui quand pourquoi combien où conseiller humain
      plainte oublié connexion compte adresse modifier garantie toujours pas je voudrais veux besoin fonctionne
      démarre horaires disponible taille chargeur casque français parler vous avez svp numéro échange échanger reçu
      carte bloquée bloquer virement prélèvement débité bagage bagages chambre déjeuner réservation réservé réserver
      abonnement contrat demain aujourd depuis heures repas livreur deux fois annulé réponse avec`,
    small: `annulation est le la les un une de des du et en pour sur que qui ne si mon plus order code service retour
      article question stock client commander payer aide aidez comment mot passe changer bon retard arrivé ma mes
      marche vol hier valise panne solde`,
  },
  es: {
    telling: `pedido pedidos factura facturas envío enviar enviado entrega entregado devolver devolución reembolso dinero
      paquete seguimiento cancelar cancelación anular pagar pagado dañado defectuoso ayuda ayúdame gracias hola buenos
      buenas días tardes noches cuándo dónde cuánto cómo porqué humano queja reclamación contraseña olvidado cuenta
      dirección cambiar garantía cupón descuento retraso llegado llega todavía quiero necesito funciona horario
      disponible talla cargador auriculares español hablar usted tienen número está tarda compra comprar bloqueada
      bloquear saldo transferencia cobrado cobraron vuelo maleta equipaje habitación desayuno reserva reservar
      reservado contrato cancelado avería ayer mañana hoy desde horas comida repartidor veces nadie respuesta`,
    small: `muchas muchos llegado ha el la los las un una de del y en por para con que no sí si es mi me order code error
      agente correo tarjeta problema cliente pago roto rota persona favor dos`,
  },
  it: {
    telling: `ordine ordini ordinato fattura fatture consegna consegnato consegnare spedizione spedito restituire restituzione
      rimborso rimborsare soldi pacco tracciamento annullare annullamento disdire pagamento pagare pagato rotta
      danneggiato difettoso aiuto aiutatemi grazie buongiorno buonasera quando perché quanto operatore umano reclamo
      dimenticato accedere indirizzo cambiare modificare garanzia sconto ritardo arrivato voglio vorrei funziona orari
      disponibile taglia caricatore cuffie italiano parlare avete favore numero sostituzione assistenza dov'è cos'è
      bloccata bloccare bonifico addebito addebitato volo valigia bagaglio bagagli camera colazione prenotazione
      prenotato prenotare abbonamento contratto cancellato guasto ieri domani oggi cibo corriere fattorino volte
      nessuno risposta aspetto`,
    small: `ciao il lo la gli un una di del della e in per con che non si no è sono mi password order account problema
      persona servizio reso rotto salve dove ancora mio prego carta ore`,
  },
  pt: {
    telling: `encomenda encomendas pedido pedidos fatura entrega entregue entregar envio enviar devolver devolução reembolso
      dinheiro pacote rastreio rastreamento cancelar cancelamento pagamento pagar quebrado danificado defeituoso ajuda
      obrigado obrigada tarde noite quando onde porquê quanto atendente humano reclamação senha esqueci endereço mudar
      alterar garantia desconto atraso atrasado chegou ainda meu minha quero preciso funciona horário disponível
      tamanho carregador português falar você não número está troca trocar cartão bloqueado bloquear saldo
      transferência cobrado cobrança voo bagagem quarto reserva reservar contrato cancelado avaria ontem amanhã hoje
      desde horas comida entregador estafeta duas vezes ninguém resposta consigo aplicativo`,
    small: `o a os as um uma de do da e em por para com que sim é eu me order código loja cliente produto problema pago
      partido olá oi bom boa pessoa conta morada mala`,
  },
  pl: {
    telling: `zamówienie zamówienia zamówień zamówiłem faktura faktury dostawa dostawy dostarczone przesyłka paczka paczki
      wysyłka zwrot zwrotu zwrócić pieniądze pieniędzy anulować anulowanie płatność zapłacić zapłaciłem zepsuty
      zepsute uszkodzony uszkodzona pomoc pomocy dziękuję dzięki dzień dobry cześć witam proszę kiedy gdzie dlaczego
      człowiek konsultant reklamacja hasło hasła zapomniałem logowanie zmienić zmiana gwarancja rabat opóźnienie
      doszła dotarła jeszcze nie mój moja moje chcę potrzebuję działa godziny otwarcia dostępny rozmiar ładowarka
      słuchawki rozmawiać jest karta kartę zablokowana zablokowano zablokować saldo przelew pobrano walizka bagaż
      pokój śniadanie rezerwacja rezerwację zarezerwować umowa umowę rozwiązać awaria wczoraj jutro dzisiaj dziś
      godzin jedzenie kurier kierowca razy nikt odpowiedzi została zostało`,
    small: `w z do na to i co czy się mi ma tak za od po status problem sklep numer jak ile konto adres adresu polski lot`,
  },
  sv: {
    telling: `beställning beställningar beställt faktura leverans levererat leverera frakt returnera retur återbetalning paket
      paketet avbeställa avboka betalning betala betalat trasig trasiga skadad hjälp hjälpa tack snälla hej hejsan
      hallå morgon nej när varför människa kundtjänst klagomål reklamation lösenord glömt inloggning konto adressen
      ändra garanti rabatt försenad försenat kommit ännu inte vill behöver fungerar öppettider tillgänglig storlek
      laddare hörlurar svenska prata någon ordernummer byta mycket kortet spärrat spärra överföring dragits flyget
      väska bagage rummet frukost bokning bokat boka abonnemang avtal säga inställt störning igår imorgon idag sedan
      timmar maten budet gånger ingen svar kommer`,
    small: `var är en ett och i på av för med att det som jag har om till order status kod pengar god ja vart hur adress
      fram min mitt upp två`,
  },
  da: {
    telling: `bestilling bestillinger bestilt faktura levering leveret levere fragt returnere retur refundering
      tilbagebetaling penge pakke pakken annullere afbestille betaling betale betalt ødelagt beskadiget hjælp hjælpe
      tak hej goddag nej hvornår hvorfor hvor hvordan menneske kundeservice klage adgangskode kodeord glemt konto
      adresse ændre garanti rabat forsinket ankommet endnu ikke gerne virker åbningstider tilgængelig størrelse
      oplader høretelefoner dansk snakke nogen venligst bytte kortet spærret spærre overførsel trukket flyet kuffert
      bagage værelset morgenmad aftale opsige aflyst fejl igår imorgen idag siden maden buddet gange ingen svar hvad
      efter nu mig uden igen inkluderet`,
    small: `er en et og i på af til med at det som jeg har om den status kode for ordre ja mit min vil brug tale mange dig`,
  },
  no: {
    telling: `bestilling bestillingen bestilt faktura levering levert levere frakt returnere retur refusjon tilbakebetaling
      penger pakke pakken avbestille kansellere betaling betale betalt ødelagt skadet hjelp hjelpe takk hei nei når
      hvorfor hvor hvordan menneske kundeservice klage passord glemt konto adresse endre garanti rabatt forsinket
      kommet ennå ikke gjerne trenger virker fungerer åpningstider tilgjengelig størrelse hodetelefoner norsk snakke
      noen vennligst bytte tusen kortet sperret sperre overføring trukket flyet koffert bagasjen rommet frokost avtale
      innstilt kansellert feil igår imorgen idag siden maten budet ganger ingen svar hva etter meg deg uten igjen
      inkludert abonnementet logget`,
    small: `er en et og i på av til med at det som jeg har om den status kode for ordre ja mitt min vil lader mange nå si
      får opp`,
  },
  fi: {
    telling: `tilaus tilaukseni tilausta tilauksen tilasin lasku laskun toimitus toimituksen toimitusaika palautus palauttaa
      hyvitys rahat rahani takaisin paketti pakettini peruuttaa peruutus maksu maksaa maksoin viallinen vaurioitunut
      apua auttaa kiitos kiitti huomenta päivää kyllä ei milloin koska missä miksi miten kuinka ihminen asiakaspalvelu
      asiakaspalvelija valitus reklamaatio salasana unohdin kirjautuminen osoite osoitteen muuttaa vaihtaa takuu
      alennus myöhässä saapunut vielä minun haluan tarvitsen toimii aukioloajat saatavilla laturi kuulokkeet suomeksi
      puhua jonkun kortti kortin estetty tilisiirto veloitettu lentoni laukku matkalaukku matkalaukkuni huone
      aamiainen varaus varata varaukseni sopimus irtisanoa peruttu vika eilen huomenna tänään tuntia ruoka kuljettaja
      kertaa kukaan vastausta enää netti`,
    small: `on ja se en ole mun mä mikä kun tai jo status rikki hei moi terve tili toimi koko suomi lento`,
  },
  cs: {
    telling: `nepřišlo nepřišla nedorazila objednávka objednávky objednávku objednal faktura fakturu doručení doručeno dodání
      doprava zásilka zásilku balík balíček vrácení vrátit reklamace reklamaci peníze zrušit zrušení platba zaplatit
      zaplaceno rozbité rozbitý poškozené poškozený pomoc pomozte děkuji díky dobrý ahoj prosím kdy proč kolik člověk
      zákaznický stížnost heslo zapomněl přihlášení účet adresa adresu změnit změna záruka sleva zpoždění dorazila
      přišla ještě nefunguje můj chci potřebuji otevírací dostupné velikost nabíječka sluchátka česky mluvit karta
      karty kartu zablokovaná zablokovali zablokovat převod strhli kufr zavazadlo pokoj snídaně rezervace rezervaci
      smlouva smlouvu vypovědět zrušen porucha včera zítra dnes hodin jídlo kurýr řidič dvakrát nikdo odpověď nejde
      byla`,
    small: `je v na se to a s z do ne si mi co jsem status objednat číslo den kde jak moje ano let`,
  },
  tr: {
    telling: `sipariş siparişim siparişi siparişimi fatura faturam teslimat teslim kargo kargom iade iadesi paket paketim
      iptal ödeme ödedim bozuk kırık hasarlı yardım yardımcı teşekkürler teşekkür sağol lütfen merhaba selam günaydın
      evet hayır nerede neden niye nasıl kadar temsilci müşteri hizmetleri şikayet şifre şifremi unuttum giriş hesap
      hesabım adresi değiştirmek değiştir garanti indirim gecikti gelmedi geldi henüz hâlâ benim istiyorum lazım
      çalışmıyor çalışma saatleri mevcut beden şarj kulaklık türkçe konuşmak değil kartım kartı hesaptan havale
      çekildi uçuş uçuşum bavul bavulum odam kahvaltı rezervasyon rezervasyonum aboneliğimi sözleşme iptali arıza dün
      dünden yarın bugün beri saat yemek yemeğim kurye sürücü kez kimse cevap gelecek dahil`,
    small: `ve bir bu ne mi var yok ama için ile de da çok iyi para param zaman insan adres biri oda bloke`,
  },
  ro: {
    telling: `comandă comanda comenzi comandat factură factura livrare livrarea livrat retur returna returnare rambursare
      banii colet coletul pachet anulare anula anulez plată plata plătit plăti stricat deteriorat ajutor ajutați
      mulțumesc mersi bună salut ziua seara când persoană angajat plângere parola parolă uitat autentificare contul
      adresă adresa schimba schimbare garanție întârziere ajuns încă vreau doresc nevoie funcționează disponibil
      mărime încărcător căști română vorbesc vorbi cineva numărul cardul cardului blocat blocată blochează transferul
      zborul zbor bagajul bagaj valiza cameră micul dejun rezervare rezervarea contractul reziliez anulat defecțiune
      ieri astăzi azi mâncarea curierul nimeni răspuns`,
    small: `este la de și pe cu în un o nu da ce mi să am client problema bani defect unde cum cât cont meu mea program rog
      camera merge ore ori mâine`,
  },
  hu: {
    telling: `rendelés rendelésem rendelésemet rendeltem számla számlát szállítás kiszállítás szállítási visszaküldés
      visszaküldeni visszatérítés pénz pénzem pénzt csomag csomagom csomagot lemondás lemondani törlés fizetés fizetni
      fizettem törött hibás sérült segítség segítsen segíteni köszönöm köszi kérem szia sziasztok üdv napot igen mikor
      miért hogyan mennyi ügyintéző ügyfélszolgálat panasz reklamáció jelszó jelszavam elfelejtettem belépés fiók cím
      címet módosítani garancia kedvezmény késik megérkezett még szeretnék akarok működik nyitvatartás elérhető méret
      töltő fülhallgató magyar magyarul beszélni valakivel kártya kártyám kártyámat letiltva letiltották átutalás
      levonták járat járatom bőrönd bőröndöm poggyász szoba szobám reggeli foglalás foglalásom előfizetés előfizetést
      szerződés felmondani törölték tegnap holnap étel futár kétszer senki válasz benne`,
    small: `a az és van egy hogy ez is de mi meg már ha státusz jó nem hol ember kell óra óta hiba`,
  },
  ru: {
    telling: `где когда почему сколько как мой моя мои меня мне заказ заказа посылка доставка карта карту карты заблокирована
      деньги перевод рейс чемодан багаж номер завтрак бронь бронирование договор расторгнуть отменить отмена вчера
      завтра сегодня уже еще ещё нет не работает интернет курьер еда водитель помогите пожалуйста спасибо здравствуйте
      привет хочу нужно нужен оплата возврат вернуть пароль забыл войти человек оператор что это`,
    small: `и в на с у по за из от до я вы мы он она они но или ли же бы для так`,
  },
  uk: {
    telling: `де коли чому скільки як мій моя мої мене мені замовлення посилка доставка картка картку картки заблокована гроші
      переказ рейс валіза багаж кімната сніданок бронювання договір розірвати скасувати вчора завтра сьогодні вже ще
      немає не працює інтернет кур'єр їжа водій допоможіть будь ласка дякую вітаю привіт хочу треба потрібно оплата
      повернення повернути пароль забув увійти людина оператор що це`,
    small: `і й в у на з за із від до я ви ми він вона вони але або чи ж би для так та`,
  },
  bg: {
    telling: `къде кога защо колко как моят моята моите поръчка пратка доставка карта картата блокирана парите превод полет
      куфар багаж стая закуска резервация договор прекратя отменя вчера утре днес вече още няма не работи интернет
      куриер храна шофьор помогнете моля благодаря здравейте здравей искам трябва плащане връщане върна парола
      забравих човек оператор какво това`,
    small: `и в на с у по за от до аз вие ние той тя те но или ли да се съм си е са че`,
  },
}

// Function words that other languages write the same; knowing them does not make a message English.
export const SHARED_WORDS: ReadonlySet<string> = new Set(
  'a an in is no on me we he die was war also am as i so te man des do la de pro via den'.split(' '),
)
