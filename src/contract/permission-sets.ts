/** What is known of a permission set: what it is called, and whether one component at a time may hold it for an account. */
export interface PermissionSet {
  readonly en: string
  readonly zh: string
  readonly exclusive?: true
}

/**
 * The permission sets of Official Accounts by their id, as the page on their authority lists them. The table has no row
 * for 100, which every interface names: it is taken when granted, and never offered (staff; inferred).
 */
export const permissionSets: Readonly<Record<number, PermissionSet>> = {
  1: { en: 'Messages', zh: '消息管理' },
  2: { en: 'User management: profiles, tags and groups', zh: '用户管理：用户资料、标签与分组' },
  3: { en: 'Account service', zh: '帐号服务' },
  4: { en: 'Web page service', zh: '网页服务', exclusive: true },
  5: { en: 'WeChat store', zh: '微信小店' },
  6: { en: 'Multiple customer service', zh: '微信多客服' },
  7: { en: 'Mass sending and notices', zh: '群发与通知' },
  8: { en: 'Cards', zh: '微信卡券' },
  9: { en: 'Scan', zh: '微信扫一扫' },
  10: { en: 'Wi-Fi', zh: '微信连 WIFI' },
  11: { en: 'Media', zh: '素材管理' },
  12: { en: 'Shake nearby', zh: '微信摇周边' },
  13: { en: 'Stores', zh: '微信门店' },
  15: { en: 'Menus', zh: '自定义菜单' },
  22: { en: 'City service', zh: '城市服务接口' },
  23: { en: 'Advertisements', zh: '广告管理' },
  24: { en: 'Open platform account', zh: '开放平台帐号管理', exclusive: true },
  26: { en: 'Electronic invoices', zh: '微信电子发票' },
  27: { en: 'Quick registration of mini programs', zh: '快速注册小程序' },
  33: { en: 'Linking of mini programs', zh: '小程序管理' },
  34: { en: 'Goods library', zh: '微信商品库', exclusive: true },
  44: { en: 'Haowu circle', zh: '好物圈' },
  46: { en: 'One item, one code', zh: '微信一物一码' },
  47: { en: 'Fiscal electronic receipts', zh: '微信财政电子票据' },
  54: { en: 'Service account dialogue', zh: '服务号对话', exclusive: true },
  66: { en: 'Service market', zh: '服务市场' },
  89: { en: 'Subscription notices', zh: '订阅通知' },
  113: { en: 'Medical assistant', zh: '医疗助手' },
}

/** The set that stands for all interfaces of Official Accounts: never offered, never granted by default. */
export const ALL_INTERFACES = 100
