import { EventEmitter, once } from 'node:events'
import { createComponentClient } from 'jadeite/client'

/** How long a ticket that was asked for is waited for, in milliseconds. */
const PATIENCE = 5_000
const DEAD_TICKET = [61005, 61006]

/** A client of the component that has a ticket pushed when it has none, or a dead one. */
export function connect({ baseUrl, appid, secret, state }) {
  const tickets = new EventEmitter()
  const component = createComponentClient({
    ...(baseUrl !== undefined && { baseUrl }), // without it: the live service
    appid,
    secret,
    ticket: () => state.ticket() ?? askForTicket(),
  })

  // Where pushing works already none is pushed now, and the next comes within 10 minutes.
  async function askForTicket() {
    console.log('There is no ticket: asking for one')
    const arrived = once(tickets, 'ticket', { signal: AbortSignal.timeout(PATIENCE) })
    const [[ticket]] = await Promise.all([arrived, component.startPushTicket()]).catch((error) => {
      if (error.name !== 'AbortError') throw error
      throw new Error('No ticket has been pushed yet: try again in some minutes')
    })
    return ticket
  }

  return {
    component,

    /** A ticket was pushed. */
    keepTicket(ticket) {
      state.keepTicket(ticket)
      tickets.emit('ticket', ticket)
      console.log('A ticket has come')
    },

    /** Calls; and once more, with a new ticket, when the one that is kept is dead. */
    async withTicket(call) {
      const ticket = state.ticket()
      try {
        return await call()
      } catch (error) {
        if (!DEAD_TICKET.includes(error.errcode)) throw error
        if (state.ticket() === ticket) state.keepTicket(null)
        return call()
      }
    },
  }
}
