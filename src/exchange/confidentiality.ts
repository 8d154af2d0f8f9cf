/** The mark on everything that leaves: the word reports for the house bear, too. */
export const notPublic = 'Nicht öffentlich';
