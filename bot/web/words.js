// The page's own few words; everything else the bot says.
export const WORDS = {
  vi: {
    bot: "Trợ lý cán bộ", demo: "Bản thử", as: "Xem với vai", stranger: "Chưa đăng nhập",
    chips: [["Lịch", "/lich"], ["Hạn", "/han"], ["Luyện", "/luyen"], ["Hỏi", "/hoi"]],
    write: "Nhập câu hỏi hoặc lệnh…", send: "Gửi", sending: "đang gửi…", log: "Cuộc trò chuyện",
    shortcuts: "Lệnh nhanh", end: "Xuống cuối", today: "Hôm nay", thinking: "Đang trả lời",
    offline: "Mất kết nối. Tin nhắn của đồng chí sẽ được gửi khi có mạng trở lại.",
    failed: "Chưa gửi được. Xin tải lại trang rồi thử lại.",
    invited: "Đồng chí được mời tham gia. Bấm nút dưới đây để dùng mã mời.", join: "Dùng mã mời",
  },
  en: {
    bot: "Office assistant", demo: "Demo", as: "View as", stranger: "Not signed in",
    chips: [["Agenda", "/agenda"], ["Deadlines", "/deadlines"], ["Quiz", "/quiz"], ["Ask", "/ask"]],
    write: "Write a question or a command…", send: "Send", sending: "sending…", log: "Conversation",
    shortcuts: "Shortcuts", end: "To the end", today: "Today", thinking: "Answering",
    offline: "No connection. Your messages will be sent when the network is back.",
    failed: "This could not be sent. Please reload the page and try again.",
    invited: "You are invited to join. Press the button below to use the code.", join: "Use the code",
  },
  bn: {
    bot: "দপ্তর সহায়ক", demo: "পরীক্ষামূলক", as: "যাঁর চোখে", stranger: "সাইন ইন করা হয়নি",
    chips: [["কর্মসূচি", "/lich"], ["সময়সীমা", "/han"], ["অনুশীলন", "/luyen"], ["প্রশ্ন", "/hoi"]],
    write: "প্রশ্ন বা নির্দেশ লিখুন…", send: "পাঠান", sending: "পাঠানো হচ্ছে…", log: "কথোপকথন",
    shortcuts: "দ্রুত নির্দেশ", end: "শেষে যান", today: "আজ", thinking: "উত্তর আসছে",
    offline: "সংযোগ নেই। নেটওয়ার্ক ফিরলে আপনার বার্তা পাঠানো হবে।",
    failed: "পাঠানো যায়নি। পাতাটি আবার খুলে চেষ্টা করুন।",
    invited: "আপনাকে যোগ দিতে আমন্ত্রণ জানানো হয়েছে। কোডটি ব্যবহার করতে নিচের বোতাম চাপুন।", join: "কোড ব্যবহার করুন",
  },
};
