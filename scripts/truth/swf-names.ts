// What the SWF lives are registered under.
export const domain = 'truth'
export const workflowType = { name: 'Order', version: '1' }
export const activityType = { name: 'Pack', version: '1' }
