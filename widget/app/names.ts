/** "TechGear assistant", or "Assistant" where no company is named. */
export const assistantName = (company: string) => (company === '' ? 'Assistant' : `${company} assistant`)
